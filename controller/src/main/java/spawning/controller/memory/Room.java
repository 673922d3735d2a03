// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * How much memory can still be used before the kernel ends a process for want of it: what the control group of this process,
 * or one above it, has left, and what the machine has. What the kernel can drop at once, such as cached files, counts as
 * free. Both versions of control groups; what cannot be read is no limit.
 *
 * @param proc /proc
 * @param groups /sys/fs/cgroup
 */
record Room(Path proc, Path groups) {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** In bytes; Long.MAX_VALUE where nothing is known. */
    long bytes() {
        long least = machine();
        try {
            for (String line : Files.readAllLines(proc.resolve("self/cgroup"))) {
                String[] parts = line.split(":", 3); // hierarchy, controllers, path: cgroups(7)
                if (parts[1].isEmpty()) {
                    least = Math.min(least, upwards(groups, parts[2], "memory.max", "memory.current", "inactive_file"));
                } else if (parts[1].equals("memory")) {
                    least = Math.min(
                            least,
                            upwards(
                                    groups.resolve("memory"),
                                    parts[2],
                                    "memory.limit_in_bytes",
                                    "memory.usage_in_bytes",
                                    "total_inactive_file"));
                }
            }
        } catch (IOException | RuntimeException e) {
            return least;
        }
        return least;
    }

    /** The least room from a group up to the root. In a container the path may be that of the host, or of another: then the root counts. */
    private static long upwards(Path root, String path, String limit, String usage, String droppable)
            throws IOException {
        long least = NO_LIMIT;
        Path group = root.resolve(path.substring(1)).normalize();
        for (Path at = group.startsWith(root) && Files.isDirectory(group) ? group : root;
                at != null && at.startsWith(root);
                at = at.getParent()) {
            OptionalLong most = number(at.resolve(limit));
            OptionalLong used = number(at.resolve(usage));
            if (most.isPresent() && used.isPresent()) {
                long kept = used.getAsLong() - named(at.resolve("memory.stat"), droppable, 1);
                least = Math.min(least, Math.max(0, most.getAsLong() - Math.max(0, kept)));
            }
        }
        return least;
    }

    /** Empty for {@code max}, and where there is no such file. */
    private static OptionalLong number(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            return OptionalLong.empty();
        }
        String text = Files.readString(file).strip();
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private long machine() {
        try {
            long available = named(proc.resolve("meminfo"), "MemAvailable:", 1 << 10);
            return available == 0 ? NO_LIMIT : available;
        } catch (IOException | RuntimeException e) {
            return NO_LIMIT;
        }
    }

    private static long named(Path file, String name, long unit) throws IOException {
        if (!Files.isReadable(file)) {
            return 0;
        }
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split("\\s+");
            if (words[0].equals(name)) {
                return Long.parseLong(words[1]) * unit;
            }
        }
        return 0;
    }
}
