// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the kernel lets this process and its children use at most: the memory of the machine, or the limit of the control
 * group, or of one above it, if that is less. Both versions of control groups (cgroups(7)); what cannot be read is no
 * limit. Blocks for milliseconds.
 *
 * @param proc /proc
 * @param groups /sys/fs/cgroup
 */
public record HardLimit(Path proc, Path groups) {
    /** Version 1 says "no limit" with the largest number of whole pages, which is more than any machine has. */
    private static final String NUMBER = "\\d{1,19}";

    private static final String TOTAL = "MemTotal:";

    /** The limit now; a control group's may be changed at any time. */
    public Memory read() {
        Memory least = machine();
        try {
            for (String line : Files.readAllLines(proc.resolve("self/cgroup"))) {
                String[] parts = line.split(":", 3); // hierarchy, controllers, path
                if (parts[1].isEmpty()) {
                    least = least.least(upwards(groups, parts[2], "memory.max"));
                } else if (parts[1].equals("memory")) {
                    least = least.least(upwards(groups.resolve("memory"), parts[2], "memory.limit_in_bytes"));
                }
            }
        } catch (IOException | RuntimeException e) {
            return least; // without control groups, or in a form that nobody knows yet
        }
        return least;
    }

    /** The least limit from a group up to the root. In a container the path may be that of the host, or of another: then the root counts. */
    private static Memory upwards(Path root, String path, String name) throws IOException {
        Memory least = Memory.UNKNOWN;
        Path group = root.resolve(path.substring(1)).normalize();
        for (Path at = group.startsWith(root) && Files.isDirectory(group) ? group : root;
                at != null && at.startsWith(root);
                at = at.getParent()) {
            Path file = at.resolve(name);
            String text = Files.isReadable(file) ? Files.readString(file).strip() : "max";
            if (text.matches(NUMBER)) {
                least = least.least(new Memory(Long.parseLong(text), file.toString()));
            }
        }
        return least;
    }

    private Memory machine() {
        Path file = proc.resolve("meminfo");
        try {
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split("\\s+");
                if (words[0].equals(TOTAL)) {
                    return new Memory(Long.parseLong(words[1]) << 10, file.toString());
                }
            }
        } catch (IOException | RuntimeException e) {
            return Memory.UNKNOWN;
        }
        return Memory.UNKNOWN;
    }
}
