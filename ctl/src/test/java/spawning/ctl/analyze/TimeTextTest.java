// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Is a time understood as it is meant? Now is noon of 22 November in Berlin, which is an hour ahead. */
class TimeTextTest {
    private final TimeText times = new TimeText(Instant.parse("2026-11-22T11:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "now, 2026-11-22T11:00:00Z",
                "-1 hour, 2026-11-22T10:00:00Z",
                "-30s, 2026-11-22T10:59:30Z",
                "2d, 2026-11-20T11:00:00Z",
                "2 Days ago, 2026-11-20T11:00:00Z",
                "1h30m, 2026-11-22T09:30:00Z",
                "1 hour 30 minutes ago, 2026-11-22T09:30:00Z",
                "1 week, 2026-11-15T11:00:00Z",
                "+5min, 2026-11-22T11:05:00Z",
                "today, 2026-11-21T23:00:00Z",
                "yesterday, 2026-11-20T23:00:00Z",
                "2026-11-20, 2026-11-19T23:00:00Z",
                "20/Nov/2026, 2026-11-19T23:00:00Z",
                "2026-11-20T08:11, 2026-11-20T07:11:00Z",
                "2026-11-20 08:11:02, 2026-11-20T07:11:02Z",
                "2026-11-20T08:11:02Z, 2026-11-20T08:11:02Z",
                "2026-11-20T08:11:02.250+01:00, 2026-11-20T07:11:02.250Z",
                "2026-11-20T08:11:02+0530, 2026-11-20T02:41:02Z",
                "20/Nov/2026:08:11:02 +0000, 2026-11-20T08:11:02Z",
                "[20/nov/2026:08:11:02 +0000], 2026-11-20T08:11:02Z",
                "20/Nov/2026 08:11:02, 2026-11-20T07:11:02Z",
                "08:15, 2026-11-22T07:15:00Z",
                "2026-07-01 12:00, 2026-07-01T10:00:00Z"
            })
    void aTimeIsUnderstoodInTheFormsThatPeopleWrite(String text, Instant expected) {
        assertThat(times.earliest(text)).isEqualTo(expected);
    }

    @Test
    void aDayThatEndsARangeIsMeantToItsEnd() {
        assertThat(times.latest("yesterday")).isEqualTo("2026-11-21T22:59:59.999Z");
        assertThat(times.latest("2026-11-22")).isEqualTo("2026-11-22T22:59:59.999Z");
        assertThat(times.latest("-1 hour")).isEqualTo("2026-11-22T10:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "soon",
                "",
                "-",
                "1 fortnight",
                "2026-13-01",
                "31/Foo/2026",
                "1hx",
                "25:00",
                "99999999999999d",
                "-1"
            })
    void whatIsNoTimeIsRefusedInOneSentence(String text) {
        assertThatThrownBy(() -> times.earliest(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot understand the time '" + text + "'")
                .hasMessageContaining("-1 hour");
    }
}
