// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a process and its descendants have used, as /proc says (proc(5)). Memory of a process that has ended counts no more. */
public record ProcessTree(ProcessHandle root) {
    private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on all architectures that we run on
    private static final int UTIME = 11; // after the name

    /** User and system time of all of them so far, and of those of their children that have ended. */
    public double cpuSeconds() {
        return sum(pid -> ticks(pid, 4) / TICKS_PER_SECOND);
    }

    /** User and system time of the first process alone, so far. */
    public double ownCpuSeconds() {
        return ticks(root.pid(), 2) / TICKS_PER_SECOND;
    }

    /** Resident memory; pages that the processes share are counted for each. */
    public long rssBytes() {
        return sumLong(pid -> kilobytes(pid, "status", "VmRSS:") * 1024);
    }

    /** Proportional memory: pages that the processes share are counted once. */
    public long pssBytes() {
        return sumLong(pid -> kilobytes(pid, "smaps_rollup", "Pss:") * 1024);
    }

    /** As {@link #pssBytes}, of the first process alone. */
    public long ownPssBytes() {
        return kilobytes(root.pid(), "smaps_rollup", "Pss:") * 1024;
    }

    /** User and system time of those children of this process that have ended and were waited for. */
    public static double endedChildrenCpuSeconds() {
        long self = ProcessHandle.current().pid();
        return (ticks(self, 4) - ticks(self, 2)) / TICKS_PER_SECOND;
    }

    /** The processes below the first one, which serve; not its helpers that end at once. */
    public List<ProcessHandle> children() {
        return root.children().toList();
    }

    public List<Long> pids() {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private double sum(ToDoubleFunction<Long> value) {
        return pids().stream().mapToDouble(value).sum();
    }

    private long sumLong(ToLongFunction<Long> value) {
        return pids().stream().mapToLong(value).sum();
    }

    /** The sum of the first of utime, stime, cutime and cstime. */
    private static long ticks(long pid, int count) {
        List<String> lines = read(pid, "stat");
        if (lines.isEmpty()) {
            return 0;
        }
        String afterName = lines.getFirst().substring(lines.getFirst().lastIndexOf(')') + 2);
        return Stream.of(afterName.split(" "))
                .skip(UTIME)
                .limit(count)
                .mapToLong(Long::parseLong)
                .sum();
    }

    private static long kilobytes(long pid, String file, String key) {
        return read(pid, file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<String> read(long pid, String file) {
        try {
            return Files.readAllLines(Path.of("/proc", "" + pid, file));
        } catch (IOException e) { // the process has ended meanwhile
            return List.of();
        }
    }
}
