// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spawning.benchmarks.report.Summary;

class StartsTest {
    private final Starts starts = new Starts(
            List.of(
                    start(StartReport.EMPTY, 0.5),
                    start("off", 4),
                    start("aot", 1),
                    start(StartReport.EMPTY, 0.25),
                    start("aot", 1),
                    start("off", 8)),
            Map.of());

    @Test
    void withAgainstWithoutIsReckonedRoundByRound() {
        assertThat(starts.readyRatio("aot", "off")).contains(new Summary(0.1875, 0.125, 0.25));
    }

    @Test
    void theEmptyJvmOfTheSameRoundIsTheUnit() {
        assertThat(starts.readyInEmptyJvms("aot")).contains(new Summary(3, 2, 4));
    }

    @Test
    void aContenderThatSaysNothingOfItsWorkersHasNoRatio() {
        assertThat(starts.readyRatio("aot", StartReport.EMPTY)).isEmpty();
    }

    private static Start start(String contender, double seconds) {
        boolean empty = contender.equals(StartReport.EMPTY);
        return new Start(contender, seconds, 1, empty ? Optional.empty() : Optional.of(seconds));
    }
}
