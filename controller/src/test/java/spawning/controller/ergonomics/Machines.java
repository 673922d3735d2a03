// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import java.util.List;
import java.util.Map;

/** Circumstances of the tests: 16 GB, 8 cores, 4 workers of 4 threads, unless something else is said. */
record Machines(
        long memory,
        int cores,
        int workers,
        boolean web,
        boolean developing,
        long maxMemory,
        long maxWorkerMemory,
        List<String> options) {
    static final long MEGA = 1L << 20;

    static Machines usual() {
        return new Machines(16 << 10, 8, 4, false, false, 0, 0, List.of());
    }

    Machines megabytes(long given) {
        return new Machines(given, cores, workers, web, developing, maxMemory, maxWorkerMemory, options);
    }

    Machines cores(int given) {
        return new Machines(memory, given, workers, web, developing, maxMemory, maxWorkerMemory, options);
    }

    Machines workers(int given) {
        return new Machines(memory, cores, given, web, developing, maxMemory, maxWorkerMemory, options);
    }

    Machines webApplication() {
        return new Machines(memory, cores, workers, true, developing, maxMemory, maxWorkerMemory, options);
    }

    Machines ofDeveloper() {
        return new Machines(memory, cores, workers, web, true, maxMemory, maxWorkerMemory, options);
    }

    Machines maxMemory(long megabytes) {
        return new Machines(memory, cores, workers, web, developing, megabytes, maxWorkerMemory, options);
    }

    Machines maxWorkerMemory(long megabytes) {
        return new Machines(memory, cores, workers, web, developing, maxMemory, megabytes, options);
    }

    Machines options(String... given) {
        return new Machines(memory, cores, workers, web, developing, maxMemory, maxWorkerMemory, List.of(given));
    }

    Circumstances now() {
        return now(Map.of());
    }

    Circumstances now(Map<String, String> environment) {
        return new Circumstances(
                memory == 0 ? Memory.UNKNOWN : new Memory(memory * MEGA, "/proc/meminfo"),
                cores,
                workers,
                1,
                0,
                4,
                web,
                developing,
                maxMemory * MEGA,
                maxWorkerMemory * MEGA,
                new UsersFlags(options, environment));
    }

    Reckoning reckoned() {
        return Ergonomics.reckon(now());
    }

    List<String> flags() {
        return reckoned().flags();
    }
}
