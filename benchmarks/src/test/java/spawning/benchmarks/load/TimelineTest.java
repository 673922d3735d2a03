// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline(1000, 10, new long[] {5, 6, Timeline.FAILED, 7, Timeline.UNSENT, 8});

    @Test
    void aRequestCountsInThePartInWhichItWasDue() {
        assertThat(timeline.between(1010, 1030)).isEqualTo(new Latencies(List.of(6L), 1, 0));
        assertThat(timeline.between(1030, Long.MAX_VALUE)).isEqualTo(new Latencies(List.of(7L, 8L), 0, 1));
    }

    @Test
    void whatWasNotAnsweredIsLostAndNotFast() {
        assertThat(timeline.all()).isEqualTo(new Latencies(List.of(5L, 6L, 7L, 8L), 1, 1));
        assertThat(timeline.all().lost()).isEqualTo(2);
    }

    @Test
    void theRateOfAnswersEndsWithTheLastAnswer() {
        assertThat(timeline.answeredPerSecond()).isEqualTo(4 * 1e9 / (1050 + 8 - 1000));
        assertThat(new Timeline(0, 1, new long[] {Timeline.FAILED}).answeredPerSecond())
                .isZero();
    }

    @Test
    void partsThatFollowEachOtherAreTheWhole() {
        assertThat(Latencies.of(List.of(timeline.between(0, 1025), timeline.between(1025, 5000))))
                .isEqualTo(timeline.all());
    }
}
