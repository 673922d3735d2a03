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
            assertThat(look(100, REQUEST, Thread.State.RUNNABLE)).isEqualTo(Verdict.FINE);
        }
    }

    @Test
    void connectionsGoElsewhereAfterThreeTenthsOfASecondAndTheRequestIsReportedWithinOne() {
        assertThat(look(200, REQUEST, Thread.State.RUNNABLE)).isEqualTo(Verdict.FINE);
        assertThat(look(100, REQUEST, Thread.State.RUNNABLE)).isEqualTo(Verdict.CROWDED);
        assertThat(look(400, REQUEST, Thread.State.RUNNABLE)).isEqualTo(Verdict.CROWDED);
        assertThat(look(200, REQUEST, Thread.State.RUNNABLE)).isEqualTo(Verdict.REPORT);
    }

    @Test
    void theSameRequestIsReportedAgainAtTenTimesTheAge() {
        int reports = 0;
        for (int i = 0; i < 1000; i++) {
            reports += look(100, REQUEST, Thread.State.RUNNABLE) == Verdict.REPORT ? 1 : 0;
        }
        assertThat(reports).isEqualTo(3); // at about 1, 10 and 80 of 100 seconds
    }

    @Test
    void manyRequestsThatEachHoldUpTheLoopAreReportedEveryTenSecondsOnly() {
        int reports = 0;
        for (int i = 0; i < 30; i++) {
            round++;
            reports += look(100, REQUEST, Thread.State.RUNNABLE) == Verdict.REPORT ? 1 : 0;
            reports += look(900, REQUEST, Thread.State.RUNNABLE) == Verdict.REPORT ? 1 : 0;
        }
        assertThat(reports).isEqualTo(3); // of 30
    }

    @Test
    void aLoopWithMoreToDoThanItCanIsCrowdedAndNobodyIsBlamed() {
        for (int i = 0; i < 100; i++) {
            round++;
            assertThat(look(100, REQUEST, Thread.State.RUNNABLE)).isIn(Verdict.FINE, Verdict.CROWDED);
        }
    }

    @Test
    void aLoopThatWaitsForALockIsGivenUpAfterFiveSeconds() {
        assertThat(look(4900, null, Thread.State.WAITING)).isEqualTo(Verdict.CROWDED);
        assertThat(look(200, null, Thread.State.WAITING)).isEqualTo(Verdict.CROWDED);
        assertThat(look(5000, null, Thread.State.WAITING)).isEqualTo(Verdict.DEADLOCKED);
    }

    @Test
    void aLoopThatIsInTheKernelOrComputesByItselfIsNotGivenUp() {
        look(100, null, Thread.State.RUNNABLE);
        assertThat(look(60_000, null, Thread.State.RUNNABLE)).isEqualTo(Verdict.CROWDED);
    }

    @Test
    void aRequestThatWaitsForALockWithoutYieldingIsReportedAndGivenUpAfterHalfAMinute() {
        look(100, REQUEST, Thread.State.BLOCKED);
        assertThat(look(900, REQUEST, Thread.State.BLOCKED)).isEqualTo(Verdict.REPORT);
        assertThat(look(28_000, REQUEST, Thread.State.BLOCKED)).isNotEqualTo(Verdict.DEADLOCKED);
        assertThat(look(2_000, REQUEST, Thread.State.BLOCKED)).isEqualTo(Verdict.DEADLOCKED);
    }

    @Test
    void aRequestThatComputesOrWaitsForATimeIsNeverGivenUp() {
        look(100, REQUEST, Thread.State.RUNNABLE);
        assertThat(look(600_000, REQUEST, Thread.State.RUNNABLE)).isNotEqualTo(Verdict.DEADLOCKED);
        assertThat(look(100, REQUEST, Thread.State.TIMED_WAITING)).isNotEqualTo(Verdict.DEADLOCKED);
    }

    private void answered() {
        asked = now;
        round++;
    }

    private Verdict look(long afterMillis, @Nullable Object mounted, Thread.State state) {
        now += Duration.ofMillis(afterMillis).toNanos();
        return judge.judge(now, new Sight(Duration.ofNanos(now - asked), mounted, round, state));
    }
}
