// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import spawning.controller.posix.Account;
import spawning.controller.posix.Environment;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;

/** Puts right the environment variables of a process that jsvc started, for it and for its children. */
public final class JsvcEnvironment {
    private static final String LIBRARIES = "LD_LIBRARY_PATH";

    private JsvcEnvironment() {}

    /**
     * Removes the folders of the JVM that jsvc leads the dynamic loader to; and where jsvc has changed the user, which it
     * does without a word to the environment, names the user's folders in the place of root's.
     *
     * @param inherited the variables as jsvc left them
     * @return those to read the configuration with
     */
    public static Map<String, String> arrange(Map<String, String> inherited) throws IOException {
        Map<String, String> variables = new HashMap<>(inherited);
        libraries(inherited.getOrDefault(LIBRARIES, ""));
        if (isUserChanged()) {
            Login.tellChildren(Account.find(String.valueOf(Posix.geteuid())));
        }
        Environment.applyTo(variables);
        return variables;
    }

    private static void libraries(String path) throws PosixException {
        String home = System.getProperty("java.home");
        String rest = withoutJsvcs(path, home);
        if (rest.isEmpty()) {
            Environment.remove(LIBRARIES);
        } else {
            Environment.set(LIBRARIES, rest);
        }
    }

    /** jsvc appends the folder of libjvm.so and the one above it. */
    static String withoutJsvcs(String path, String javaHome) {
        String added = javaHome + "/lib/server:" + javaHome + "/lib";
        String rest = path.endsWith(added) ? path.substring(0, path.length() - added.length()) : path;
        return rest.endsWith(":") ? rest.substring(0, rest.length() - 1) : rest;
    }

    /** The process of jsvc above us, which starts us again after a crash, stays whose it was. */
    private static boolean isUserChanged() throws IOException {
        long parent = ProcessHandle.current()
                .parent()
                .map(ProcessHandle::pid)
                .orElseThrow(() -> new IOException("jsvc's own process has gone"));
        List<String> status = Files.readAllLines(Path.of("/proc/" + parent + "/status"));
        return status.stream()
                .filter(line -> line.startsWith("Uid:"))
                .noneMatch(line -> line.split("\\s+")[2].equals(String.valueOf(Posix.geteuid())));
    }
}
