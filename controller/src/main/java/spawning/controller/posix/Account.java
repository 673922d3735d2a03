// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A user with the groups that a login would give, from the system's databases (getpwnam(3), getgrouplist(3)).
 *
 * @param name of the user
 * @param uid the user id
 * @param gid the group id, of the group that was named, otherwise the user's own
 * @param home the user's folder; may not exist
 * @param groups all, {@code gid} among them
 */
public record Account(String name, int uid, int gid, String home, List<Integer> groups) {
    // struct passwd and struct group of glibc, the same on x86_64 and aarch64
    private static final int PASSWD_BYTES = 48;
    private static final int PASSWD_UID = 16;
    private static final int PASSWD_GID = 20;
    private static final int PASSWD_HOME = 32;
    private static final int GROUP_BYTES = 32;
    private static final int GROUP_GID = 16;
    private static final int MAX_GROUPS = 65_536;

    public Account {
        groups = List.copyOf(groups);
    }

    /**
     * Looks up {@code user}, {@code user:group} or either as a number. Not for several threads at once; reads files, or
     * asks a directory service.
     *
     * @throws IllegalArgumentException there is no such user or group; the text says which
     */
    public static Account find(String text) {
        String[] parts = text.split(":", 2);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment user = user(arena, parts[0]);
            String name = CFunction.text(user.get(ValueLayout.JAVA_LONG, 0));
            String home = CFunction.text(user.get(ValueLayout.JAVA_LONG, PASSWD_HOME));
            int uid = user.get(ValueLayout.JAVA_INT, PASSWD_UID);
            int gid = parts.length == 1 ? user.get(ValueLayout.JAVA_INT, PASSWD_GID) : group(arena, parts[1]);
            return new Account(name, uid, gid, home, groups(arena, name, gid));
        }
    }

    private static MemorySegment user(Arena arena, String text) {
        long entry = text.matches("\\d{1,9}")
                ? CFunction.callForAddress("getpwuid", Long.parseLong(text))
                : CFunction.callForAddress(
                        "getpwnam", CFunction.string(arena, text).address());
        return copy(arena, entry, PASSWD_BYTES, "user", text);
    }

    private static int group(Arena arena, String text) {
        long entry = text.matches("\\d{1,9}")
                ? CFunction.callForAddress("getgrgid", Long.parseLong(text))
                : CFunction.callForAddress(
                        "getgrnam", CFunction.string(arena, text).address());
        return copy(arena, entry, GROUP_BYTES, "group", text).get(ValueLayout.JAVA_INT, GROUP_GID);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment copy(Arena arena, long entry, int bytes, String kind, String text) {
        if (entry == 0) {
            throw new IllegalArgumentException("there is no " + kind + " \"" + text + "\" on this machine");
        }
        return arena.allocate(bytes, 8).copyFrom(MemorySegment.ofAddress(entry).reinterpret(bytes));
    }

    private static List<Integer> groups(Arena arena, String name, int gid) {
        MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
        MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, MAX_GROUPS);
        count.set(ValueLayout.JAVA_INT, 0, MAX_GROUPS);
        long user = CFunction.string(arena, name).address();
        if (CFunction.callPlain("getgrouplist", user, gid, ids.address(), count.address()) < 0) {
            throw new IllegalArgumentException("user \"" + name + "\" is in more than " + MAX_GROUPS + " groups");
        }
        List<Integer> groups = new ArrayList<>();
        for (int i = 0; i < count.get(ValueLayout.JAVA_INT, 0); i++) {
            groups.add(ids.getAtIndex(ValueLayout.JAVA_INT, i));
        }
        return groups;
    }

    /** As people write it: {@code www-data (uid 33, gid 33)}. */
    @Override
    public String toString() {
        return name + " (uid " + uid + ", gid " + gid + ")";
    }
}
