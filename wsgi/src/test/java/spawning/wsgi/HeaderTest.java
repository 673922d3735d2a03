// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which headers an application may not set. */
class HeaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Authenticate",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "TRAILERS",
                "transfer-encoding",
                "Upgrade"
            })
    void whatBelongsToTheConnectionIsTheServersAlone(String name) {
        assertThat(new Header(name, "x").isHopByHop()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "Set-Cookie", "Location", "X-Upgrade", "ET", "Expires"})
    void allOthersAreTheApplications(String name) {
        assertThat(new Header(name, "x").isHopByHop()).isFalse();
    }
}
