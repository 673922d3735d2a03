// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long each worker took from the start of its JVM to its readiness, as the controller's log says; ascending. */
public record ReadyTimes(List<Duration> starts) {
    private static final Pattern READY =
            Pattern.compile(".* worker \\d+ .*STARTING -> READY after ([0-9.]+)(ms|s|m)\\b.*");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** Waits until so many workers have become ready since the start of the instance. */
    public static ReadyTimes await(Instance instance, int workers) throws IOException, InterruptedException {
        ReadyTimes ready = of(instance.log());
        for (long begun = System.nanoTime(); ready.starts.size() < workers; ready = of(instance.log())) {
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new IOException("%d of %d workers of %s ready within %d s"
                        .formatted(
                                ready.starts.size(),
                                workers,
                                instance.contender().name(),
                                LIMIT.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return ready;
    }

    /** Those that these lines tell of. */
    static ReadyTimes of(List<String> log) {
        return new ReadyTimes(log.stream()
                .map(READY::matcher)
                .filter(Matcher::matches)
                .map(m -> Duration.ofNanos((long) (Double.parseDouble(m.group(1)) * nanos(m.group(2)))))
                .sorted()
                .toList());
    }

    /** The median worker's, in seconds. */
    public double medianSeconds() {
        return starts.get(starts.size() / 2).toNanos() / 1e9;
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "ms" -> 1e6;
            case "s" -> 1e9;
            default -> 60e9;
        };
    }
}
