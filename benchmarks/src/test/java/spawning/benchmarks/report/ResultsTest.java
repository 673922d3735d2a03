// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spawning.benchmarks.Visit;
import spawning.benchmarks.Workload;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.load.WrkResult;

class ResultsTest {
    @Test
    void theRatioIsTheMedianOfTheRoundsRatiosAndNotTheRatioOfTheMedians() {
        var results = new Results(
                List.of(
                        visit("netty", 1, 100),
                        visit("netty", 2, 200),
                        visit("netty", 3, 1000),
                        visit("other", 1, 90),
                        visit("other", 2, 100),
                        visit("other", 3, 300)),
                "netty");

        var ratio = results.ratio(Workload.HELLO, "other").orElseThrow();

        assertThat(ratio).isEqualTo(new Summary(0.5, 0.3, 0.9));
    }

    @Test
    void aRoundWithoutTheBaselineHasNoRatio() {
        var results = new Results(List.of(visit("netty", 1, 100), visit("other", 2, 90)), "netty");

        assertThat(results.ratio(Workload.HELLO, "other")).isEmpty();
    }

    @Test
    void theFastestStandsFirst() {
        var results = new Results(List.of(visit("slow", 1, 1), visit("fast", 1, 2)), "netty");

        assertThat(results.contenders(Workload.HELLO)).containsExactly("fast", "slow");
    }

    private static Visit visit(String contender, int round, long perSecond) {
        Duration none = Duration.ZERO;
        var wrk = new WrkResult(perSecond, Duration.ofSeconds(1), none, none, none, 0, 0, 0);
        Latencies nothing = new Latencies(List.of(), 0, 0);
        return new Visit(Workload.HELLO, contender, 1, round, 1, wrk, 0, Optional.empty(), 0, 0, nothing, 1, nothing);
    }
}
