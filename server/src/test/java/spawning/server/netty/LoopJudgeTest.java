// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import spawning.server.netty.LoopJudge.Sight;
import spawning.server.netty.LoopJudge.Verdict;

class LoopJudgeTest {
    private static final Object REQUEST = "GET /";

    private final LoopJudge judge = new LoopJudge();
    private long now = -5_000_000_000L; // nanoTime may be negative
    private long round = 1;
    private long asked = now;

    @Test
    void aLoopThatComesRoundIsFine() {
        for (int i = 0; i < 100; i++) {
            answered();
            assertThat(look(100, REQUEST, false)).isEqualTo(Verdict.FINE);
        }
    }

    @Test
    void connectionsGoElsewhereAfterThreeTenthsOfASecondAndTheRequestIsReportedWithinOne() {
        assertThat(look(200, REQUEST, false)).isEqualTo(Verdict.FINE);
        assertThat(look(100, REQUEST, false)).isEqualTo(Verdict.CROWDED);
        assertThat(look(400, REQUEST, false)).isEqualTo(Verdict.CROWDED);
        assertThat(look(200, REQUEST, false)).isEqualTo(Verdict.REPORT);
    }

    @Test
    void theSameRequestIsReportedAgainAtTenTimesTheAge() {
        int reports = 0;
        for (int i = 0; i < 1000; i++) {
            reports += look(100, REQUEST, false) == Verdict.REPORT ? 1 : 0;
        }
        assertThat(reports).isEqualTo(3); // at about 1, 10 and 80 of 100 seconds
    }

    @Test
    void manyRequestsThatEachHoldUpTheLoopAreReportedEveryTenSecondsOnly() {
        int reports = 0;
        for (int i = 0; i < 30; i++) {
            round++;
            reports += look(100, REQUEST, false) == Verdict.REPORT ? 1 : 0;
            reports += look(900, REQUEST, false) == Verdict.REPORT ? 1 : 0;
        }
        assertThat(reports).isEqualTo(3); // of 30
    }

    @Test
    void aLoopWithMoreToDoThanItCanIsCrowdedAndNobodyIsBlamed() {
        for (int i = 0; i < 100; i++) {
            round++;
            assertThat(look(100, REQUEST, false)).isIn(Verdict.FINE, Verdict.CROWDED);
        }
    }

    @Test
    void aLoopThatWaitsForALockIsGivenUpAfterFiveSeconds() {
        assertThat(look(4900, null, true)).isEqualTo(Verdict.CROWDED);
        assertThat(look(200, null, true)).isEqualTo(Verdict.CROWDED);
        assertThat(look(5000, null, true)).isEqualTo(Verdict.DEADLOCKED);
    }

    @Test
    void aLoopThatIsInTheKernelOrComputesByItselfIsNotGivenUp() {
        look(100, null, false);
        assertThat(look(60_000, null, false)).isEqualTo(Verdict.CROWDED);
    }

    @Test
    void aRequestThatWaitsOnTheLoopWithoutYieldingIsReportedAndNotGivenUp() {
        look(100, REQUEST, true);
        assertThat(look(900, REQUEST, true)).isEqualTo(Verdict.REPORT);
        assertThat(look(60_000, REQUEST, true)).isNotEqualTo(Verdict.DEADLOCKED);
    }

    private void answered() {
        asked = now;
        round++;
    }

    private Verdict look(long afterMillis, @Nullable Object mounted, boolean waits) {
        now += Duration.ofMillis(afterMillis).toNanos();
        return judge.judge(now, new Sight(Duration.ofNanos(now - asked), mounted, round, waits));
    }
}
