// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import spawning.controller.memory.ControlGroups;

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
            for (ControlGroups.Group group : new ControlGroups(proc, groups).ofMemory()) {
                Path file = group.folder().resolve(group.second() ? "memory.max" : "memory.limit_in_bytes");
                String text = Files.isReadable(file) ? Files.readString(file).strip() : "max";
                if (text.matches(NUMBER)) {
                    least = least.least(new Memory(Long.parseLong(text), file.toString()));
                }
            }
        } catch (IOException | RuntimeException e) {
            return least; // without control groups, or in a form that nobody knows yet
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
