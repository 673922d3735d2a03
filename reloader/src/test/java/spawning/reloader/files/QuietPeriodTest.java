// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietPeriodTest {
    /** Close to the overflow of the clock, which may be anywhere. */
    private static final long START = Long.MAX_VALUE - Duration.ofMillis(20).toNanos();

    private final QuietPeriod quiet = new QuietPeriod();

    @Test
    void aSaveIsLookedAtAfterAShortQuiet() {
        quiet.touched(START, 1);
        assertThat(quiet.due() - START).isEqualTo(QuietPeriod.SHORT.toNanos());
    }

    @Test
    void eachChangeBeginsTheQuietAnew() {
        quiet.touched(START, 1);
        quiet.touched(START + millis(30), 1);
        assertThat(quiet.due() - START).isEqualTo(millis(30) + QuietPeriod.SHORT.toNanos());
    }

    @Test
    void manyChangesWaitLonger() {
        quiet.touched(START, 1);
        quiet.touched(START, QuietPeriod.MANY);
        assertThat(quiet.due() - START).isEqualTo(QuietPeriod.LONG.toNanos());
    }

    @Test
    void aCompilersRunIsInBetween() {
        quiet.touched(START, QuietPeriod.SOME + 1);
        assertThat(quiet.due() - START).isEqualTo(QuietPeriod.MIDDLE.toNanos());
    }

    @Test
    void aFolderThatTurnsOutToHoldManyIsWaitedForLonger() {
        quiet.touched(START, 1);
        quiet.found(QuietPeriod.MANY + 1);
        assertThat(quiet.due() - START).isEqualTo(QuietPeriod.LONG.toNanos());
    }

    @Test
    void aChangeAfterManyIsASaveAgain() {
        quiet.touched(START, 1000);
        quiet.close();
        quiet.touched(START + millis(5000), 1);
        assertThat(quiet.due() - START).isEqualTo(millis(5000) + QuietPeriod.SHORT.toNanos());
    }

    @Test
    void aFileThatNeverRestsIsLookedAtAllTheSame() {
        long now = START;
        quiet.touched(now, 1);
        while (quiet.due() - now > 0 && now - START < Duration.ofMinutes(1).toNanos()) {
            now += millis(20);
            quiet.touched(now, 1);
        }
        assertThat(now - START).isEqualTo(QuietPeriod.MOST.toNanos());
        assertThat(quiet.isOverdue(now)).isTrue();
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
