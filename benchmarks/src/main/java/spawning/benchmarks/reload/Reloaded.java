// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.time.Duration;
import java.util.List;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.load.Timeline;

/**
 * One contender that was reloaded again and again.
 *
 * @param rate of the load, requests per second
 * @param timeline of all requests
 * @param steady how long the load ran before the first reload
 * @param reloads from the signal to the moment in which none of the old workers was left
 */
public record Reloaded(
        Contender contender, double saturation, int rate, Timeline timeline, Duration steady, List<Span> reloads) {

    /** From one moment to another, as System.nanoTime. */
    public record Span(long from, long to) {
        double seconds() {
            return (to - from) / 1e9;
        }
    }

    /** Before the first reload. */
    public Latencies before() {
        return timeline.between(timeline.begin(), firstSignal());
    }

    /** From the first signal to the end of the load. */
    public Latencies since() {
        return timeline.between(firstSignal(), Long.MAX_VALUE);
    }

    /** Only those that were due in a reload. */
    public Latencies during() {
        return Latencies.of(reloads.stream()
                .map(span -> timeline.between(span.from(), span.to()))
                .toList());
    }

    public double p99Ratio() {
        return (double) since().percentile(99).toNanos()
                / before().percentile(99).toNanos();
    }

    public long failed() {
        return timeline.all().lost();
    }

    private long firstSignal() {
        return timeline.begin() + steady.toNanos();
    }
}
