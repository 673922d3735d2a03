// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.ProcessTree;

/**
 * What an instance costs when all its workers are ready.
 *
 * @param controllerPss bytes, pages that processes share counted once
 * @param workersPss bytes of all workers
 * @param start from the start of a worker's JVM to its readiness; the median worker's
 */
record Cost(int workers, long controllerPss, long workersPss, Duration start) {
    private static final Pattern READY =
            Pattern.compile(".* worker \\d+ .*STARTING -> READY after ([0-9.]+)(ms|s|m)\\b.*");
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Waits until all workers are ready. */
    static Cost of(Instance instance, int workers) throws IOException, InterruptedException {
        List<Duration> starts = starts(instance);
        for (long begun = System.nanoTime(); starts.size() < workers; starts = starts(instance)) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IOException("%d of %d workers of %s ready within %d s"
                        .formatted(starts.size(), workers, instance.contender().name(), LIMIT.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        ProcessTree all = instance.processTree();
        long controller = all.ownPssBytes();
        return new Cost(workers, controller, all.pssBytes() - controller, starts.get(workers / 2));
    }

    private static List<Duration> starts(Instance instance) throws IOException {
        return instance.log().stream()
                .map(READY::matcher)
                .filter(Matcher::matches)
                .map(m -> Duration.ofNanos((long) (Double.parseDouble(m.group(1)) * nanos(m.group(2)))))
                .sorted()
                .toList();
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> 60e9;
        };
    }
}
