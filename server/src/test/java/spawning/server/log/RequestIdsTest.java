// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
    private final RequestIds ids = new RequestIds("X-Request-Id");

    @Test
    void idsAreShortAndNeverTheSame() {
        assertThat(ids.of(null)).matches("[0-9a-f]{8}-1");
        assertThat(ids.of(null)).matches("[0-9a-f]{8}-2");
        assertThat(new RequestIds("X-Request-Id").of(null)).isNotEqualTo(new RequestIds("X-Request-Id").of(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "01HZ-x._:/+=@", "7f9c2ba4-e88f-4c1d-9d53-0c2b9d6a1f10"})
    void anIdThatWasSentIsTaken(String sent) {
        assertThat(ids.of(sent)).isEqualTo(sent);
        assertThat(ids.of("a".repeat(128))).hasSize(128);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a,b", "a\"", "a\n", "\u00e9", "a;b", "<a>", "a\\"})
    void whatIsNoIdIsReplaced(String sent) {
        assertThat(ids.of(sent)).matches("[0-9a-f]{8}-[0-9a-f]+");
        assertThat(ids.of("a".repeat(129))).hasSizeLessThan(20);
    }

    @Test
    void withoutAHeaderThereAreNone() {
        RequestIds none = new RequestIds("");
        assertThat(none.of(null)).isEmpty();
        assertThat(none.of("a")).isEmpty();
        assertThat(RequestIds.shown("")).isEmpty();
        assertThat(RequestIds.shown("a")).isEqualTo(" (request a)");
    }
}
