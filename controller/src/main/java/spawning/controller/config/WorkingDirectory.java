// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the controller was started, as the user knows it. */
public final class WorkingDirectory {
    private WorkingDirectory() {}

    /**
     * The working directory by the name under which the shell reached it. After {@code cd /srv/current}, a symbolic
     * link, the kernel knows only {@code /srv/release-7}; the name in {@code PWD} finds {@code release-8} once the link
     * was turned. The variable counts only while it names the same folder (POSIX asks that of {@code pwd -L}). Call it
     * once, at start: afterwards the two differ on purpose.
     *
     * @param environment the variables of this process
     * @param actual the working directory as the kernel knows it, absolute
     */
    public static Path logical(Map<String, String> environment, Path actual) {
        String shell = environment.getOrDefault("PWD", "");
        try {
            if (shell.startsWith("/") && Files.isSameFile(Path.of(shell), actual)) {
                return Path.of(shell);
            }
        } catch (IOException e) {
            // PWD is a leftover of somebody else and names nothing: the kernel's name is right.
            return actual;
        }
        return actual;
    }
}
