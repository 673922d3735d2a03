// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import spawning.controller.config.ControllerConfig.Code;

/** The folder in which sessions are kept: which one, and whether it will do. Makes nothing; the first worker does. */
final class SessionFolder {
    private static final int OTHERS_MAY_WRITE = 0022;
    private static final String OTHER = "; --sessions=file:FOLDER names another";

    private SessionFolder() {}

    /**
     * The folder that nobody named.
     *
     * @param uid of the workers
     * @param name {@code --name}
     */
    static Path usual(Map<String, String> variables, int uid, Optional<String> name, Code code) {
        return InstanceFolder.of("sessions", variables, uid, name, code);
    }

    /**
     * Looks whether the workers can keep sessions in a folder, and nobody else: who writes a session can run code in them.
     *
     * @param uid of the workers
     * @throws IllegalArgumentException no; the text says why, and what to do
     */
    static void mustBeUsable(Path folder, int uid) {
        String fault = fault(folder, uid);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(fault + OTHER);
        }
    }

    private static String fault(Path folder, int uid) {
        if (!Files.exists(folder)) {
            return faultOfParent(folder);
        }
        if (!Files.isDirectory(folder)) {
            return "the session folder " + folder + " is no folder";
        }
        try {
            int owner = (int) Files.getAttribute(folder, "unix:uid");
            int mode = (int) Files.getAttribute(folder, "unix:mode");
            if (owner != uid) {
                return "the session folder %s belongs to uid %d, not to that of the workers (%d), so its owner could run"
                                .formatted(folder, owner, uid)
                        + " code in them: chown it";
            }
            if ((mode & OTHERS_MAY_WRITE) != 0) {
                return "the session folder %s may be written by others (mode %04o), who could run code in the workers: chmod 700"
                        .formatted(folder, mode & 07777);
            }
        } catch (IOException e) {
            return "the session folder " + folder + " cannot be looked at: " + e;
        }
        return Files.isWritable(folder) && Files.isExecutable(folder)
                ? ""
                : "the session folder " + folder + " cannot be written by uid " + uid + ": permission denied";
    }

    private static String faultOfParent(Path folder) {
        Path parent = folder;
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent != null && Files.isDirectory(parent) && Files.isWritable(parent) && Files.isExecutable(parent)) {
            return "";
        }
        return "the session folder " + folder + " cannot be made, for " + parent + " "
                + (parent != null && Files.isDirectory(parent) ? "cannot be written" : "is no folder");
    }
}
