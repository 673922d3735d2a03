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
public record Room(Path proc, Path groups) {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    /** That of this process and those that it starts. */
    public static Room ofThisMachine() {
        return new Room(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    /** In bytes; Long.MAX_VALUE where nothing is known. */
    public long bytes() {
        long least = machine();
        try {
            for (ControlGroups.Group group : new ControlGroups(proc, groups).ofMemory()) {
                least = Math.min(
                        least,
                        group.second()
                                ? left(group.folder(), "memory.max", "memory.current", "inactive_file")
                                : left(
                                        group.folder(),
                                        "memory.limit_in_bytes",
                                        "memory.usage_in_bytes",
                                        "total_inactive_file"));
            }
        } catch (IOException | RuntimeException e) {
            return least;
        }
        return least;
    }

    private static long left(Path group, String limit, String usage, String droppable) throws IOException {
        OptionalLong most = number(group.resolve(limit));
        OptionalLong used = number(group.resolve(usage));
        if (most.isEmpty() || used.isEmpty()) {
            return NO_LIMIT;
        }
        long kept = used.getAsLong() - named(group.resolve("memory.stat"), droppable, 1);
        return Math.max(0, most.getAsLong() - Math.max(0, kept));
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
