// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How many processes the kernel has killed for want of memory: in the control group of this process, or where that is not
 * counted, on the whole machine. The kernel's log, which names them, is not for every user.
 *
 * @param proc /proc
 * @param groups /sys/fs/cgroup
 */
public record OomKills(Path proc, Path groups) {
    private static final String FIELD = "oom_kill";

    /** A number and where it was read. */
    record Count(String where, long number) {}

    /** Empty if nothing is known. */
    Optional<Count> count() {
        try {
            for (String line : Files.readAllLines(proc.resolve("self/cgroup"))) {
                String[] parts = line.split(":", 3); // hierarchy, controllers, path: cgroups(7)
                Optional<Count> count = switch (parts[1]) {
                    case "" -> inGroup(groups, parts[2], "memory.events");
                    case "memory" -> inGroup(groups.resolve("memory"), parts[2], "memory.oom_control");
                    default -> Optional.empty();
                };
                if (count.isPresent()) {
                    return count;
                }
            }
        } catch (IOException | RuntimeException e) {
            // no control groups, or none that can be understood
        }
        return read(proc.resolve("vmstat"), "the machine's");
    }

    /** In a container the path may be that of the host: then its root is ours. */
    private static Optional<Count> inGroup(Path root, String path, String file) {
        Path group = root.resolve(path.substring(1)).normalize();
        Path own = group.startsWith(root) && Files.isDirectory(group) ? group : root;
        return read(own.resolve(file), "the control group's");
    }

    private static Optional<Count> read(Path file, String whose) {
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", -1);
                if (words.length == 2 && words[0].equals(FIELD)) {
                    return Optional.of(new Count(whose + " " + file.getFileName(), Long.parseLong(words[1])));
                }
            }
        } catch (IOException | RuntimeException e) {
            // not counted here
        }
        return Optional.empty();
    }
}
