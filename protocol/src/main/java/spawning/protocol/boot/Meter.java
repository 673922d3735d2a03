// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.boot;

import java.io.File;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Measures this process. The processor time is that of the threads that live, from the kernel's accounts of their
 * scheduling, which are in nanoseconds; those of the process as a whole are in hundredths of a second (proc(5)).
 */
final class Meter implements Supplier<Usage> {
    private static final Path THREADS = Path.of("/proc/self/task");

    /** When it was made: the measuring itself is no part of what came before. */
    private final long made = System.nanoTime();

    /** Only the classes are left out, for who counts them has to be loaded before; and the time is that of its making. */
    Usage withoutClasses() {
        return new Usage(made, cpuNanos(), Usage.UNKNOWN);
    }

    @Override
    public Usage get() {
        long now = System.nanoTime();
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        return new Usage(now, cpuNanos(), classes.getTotalLoadedClassCount());
    }

    private static long cpuNanos() {
        String[] threads = THREADS.toFile().list();
        long sum = 0;
        for (String thread : threads == null ? new String[0] : threads) {
            sum += cpuNanos(THREADS.resolve(thread + File.separator + "schedstat"));
        }
        return sum;
    }

    /** 0 for a thread that has just ended, and where the kernel keeps no such accounts. */
    private static long cpuNanos(Path schedstat) {
        try {
            String text = Files.readString(schedstat);
            return Long.parseLong(text, 0, text.indexOf(' '), 10);
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
