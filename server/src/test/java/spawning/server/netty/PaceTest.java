// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SHORT = Duration.ofNanos(10_000).toNanos();
    private static final long LONG = Duration.ofMillis(5).toNanos();

    private final Pace pace = new Pace();

    @Test
    void nothingIsBriefBeforeItWasSeenToBe() {
        assertThat(pace.brief()).isFalse();
    }

    @Test
    void shortRequestsAreBriefSoonAndLongOnesNever() {
        took(30, SHORT);
        assertThat(pace.brief()).isTrue();
        took(2, LONG);
        assertThat(pace.brief()).isFalse();
        took(100, LONG);
        assertThat(pace.brief()).isFalse();
    }

    @Test
    void aRareLongOneIsSoonForgottenHoweverLongItWas() {
        took(30, SHORT);
        took(1, Duration.ofHours(1).toNanos());
        took(5, SHORT);
        assertThat(pace.brief()).isTrue();
    }

    @Test
    void whereOneStallsNothingIsBriefFromThatMomentOn() {
        took(100, SHORT);
        pace.stalls();
        assertThat(pace.brief()).isFalse();
    }

    private void took(int requests, long nanos) {
        for (int i = 0; i < requests; i++) {
            pace.took(nanos);
        }
    }
}
