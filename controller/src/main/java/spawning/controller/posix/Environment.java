// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The environment variables that children of this process will get. {@link System#getenv()} goes on telling those that it
 * was started with. To be changed at start only, by one thread: environ(7) has no lock.
 */
public final class Environment {
    private static final Set<String> REMOVED = new HashSet<>();
    private static final Map<String, String> ADDED = new HashMap<>();

    private Environment() {}

    /** Children shall have this value. */
    public static void set(String name, String value) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            long key = CFunction.string(arena, name).address();
            long text = CFunction.string(arena, value).address();
            PosixException.check("setenv " + name, CFunction.call("setenv", key, text, 1));
        }
        ADDED.put(name, value);
        REMOVED.remove(name);
    }

    /** Children shall not have this variable. */
    public static void remove(String name) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            PosixException.check(
                    "unsetenv " + name,
                    CFunction.call("unsetenv", CFunction.string(arena, name).address()));
        }
        ADDED.remove(name);
        REMOVED.add(name);
    }

    /** Makes the same changes to the variables of a child that the JDK starts, which has a copy of its own. */
    public static void applyTo(Map<String, String> variables) {
        variables.keySet().removeAll(REMOVED);
        variables.putAll(ADDED);
    }
}
