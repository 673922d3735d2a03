// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuspectsTest {
    private static final long START = Long.MAX_VALUE - 1000; // the clock may run over

    private final Suspects suspects = new Suspects();

    private List<String> crash(long nanos, String... lines) {
        return suspects.crashed(List.of(lines), nanos).stream()
                .map(suspect -> suspect + (suspect.news() ? "!" : ""))
                .toList();
    }

    @Test
    void oneCrashMakesNobodyASuspect() {
        assertThat(crash(START, "GET /a", "GET /a", "GET /b")).isEmpty();
    }

    @Test
    void whatWasInFlightInSeveralCrashesIsNamedTheMostFrequentFirst() {
        crash(START, "GET /a", "GET /b");
        crash(START, "GET /b");
        assertThat(crash(START, "GET /a", "GET /b", "GET /c"))
                .containsExactly(
                        "GET /b was in flight in 3 of the last 3 crashes",
                        "GET /a was in flight in 2 of the last 3 crashes!");
    }

    @Test
    void aSuspicionIsNewsOnceAMinute() {
        crash(START, "GET /a");
        assertThat(crash(START, "GET /a").getFirst()).endsWith("!");
        long minute = Suspects.QUIET.toNanos();
        assertThat(crash(START + minute - 1, "GET /a").getFirst()).doesNotEndWith("!");
        assertThat(crash(START + minute, "GET /a").getFirst()).endsWith("!");
    }

    @Test
    void requestsForDifferentThingsOfOneKindAreOneSuspect() {
        crash(START, "GET /order/17/items");
        assertThat(crash(START, "GET /order/18/items").getFirst()).startsWith("GET /order/*/items was");
        crash(START, "GET /file/0b54c2de-11f0-4d3c-9cf1-0242ac120002");
        assertThat(crash(START, "GET /file/deadbeef00").getFirst()).startsWith("GET /file/* was");
    }

    @Test
    void crashesOfLongAgoAreForgotten() {
        crash(START, "GET /a");
        for (int i = 0; i < Suspects.MEMORY; i++) {
            crash(START, "GET /other");
        }
        assertThat(crash(START, "GET /a")).isEmpty();
    }
}
