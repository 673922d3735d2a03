// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives up root, for ever. */
public final class Privileges {
    private static final Path TASKS = Path.of("/proc/self/task");

    private Privileges() {}

    /**
     * Becomes this user, in every thread: glibc tells all threads that the C library knows (nptl(7)), and so all of the JVM.
     * Then looks whether it is so, and whether there is no way back.
     *
     * @throws IOException it cannot be done, or was not; whoever gets this must end, for it may be half done
     */
    public static void drop(Account account) throws IOException {
        setGroups(account.groups());
        long gid = account.gid();
        long uid = account.uid();
        PosixException.check("setresgid " + account, CFunction.call("setresgid", gid, gid, gid));
        PosixException.check("setresuid " + account, CFunction.call("setresuid", uid, uid, uid));
        verify(account);
    }

    private static void setGroups(List<Integer> groups) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ids = arena.allocate(ValueLayout.JAVA_INT, Math.max(1, groups.size()));
            for (int i = 0; i < groups.size(); i++) {
                ids.setAtIndex(ValueLayout.JAVA_INT, i, groups.get(i));
            }
            PosixException.check("setgroups", CFunction.call("setgroups", groups.size(), ids.address()));
        }
    }

    private static void verify(Account account) throws IOException {
        if (account.uid() != 0 && CFunction.call("setuid", 0) != -Errno.EPERM) {
            throw new IOException("this process could become root again after it became " + account);
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                verify(task, account);
            }
        }
    }

    private static void verify(Path task, Account account) throws IOException {
        Map<String, String> status = new TreeMap<>();
        try {
            Files.readAllLines(task.resolve("status")).forEach(line -> {
                int colon = line.indexOf(':');
                status.put(line.substring(0, colon), line.substring(colon + 1).strip());
            });
        } catch (NoSuchFileException ended) {
            return; // the thread has ended meanwhile
        }
        String uid = String.valueOf(account.uid());
        String gid = String.valueOf(account.gid());
        boolean users = words(status, "Uid").equals(Set.of(uid));
        boolean groups = words(status, "Gid").equals(Set.of(gid));
        boolean capable = account.uid() != 0 && !isZero(status.getOrDefault("CapPrm", ""));
        if (!users || !groups || capable || !words(status, "Groups").equals(texts(account.groups()))) {
            throw new IOException("thread " + task.getFileName() + " did not become " + account + " wholly: Uid "
                    + status.get("Uid") + ", Gid " + status.get("Gid") + ", Groups " + status.get("Groups")
                    + ", CapPrm " + status.get("CapPrm"));
        }
    }

    private static boolean isZero(String mask) {
        return mask.chars().allMatch(c -> c == '0');
    }

    private static Set<String> words(Map<String, String> status, String key) {
        return new HashSet<>(List.of(status.getOrDefault(key, "").split("\\s+")));
    }

    private static Set<String> texts(List<Integer> groups) {
        Set<String> texts = new HashSet<>();
        groups.forEach(group -> texts.add(String.valueOf(group)));
        return texts;
    }
}
