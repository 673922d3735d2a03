// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Names made of what clients send. */
class SessionKeyTest {
    @Test
    void namesOfContextsAreSafeAndTellThemApart() {
        assertThat(SessionKey.context("shop", "0.0.0.0")).isEqualTo("shop_0.0.0.0");
        assertThat(SessionKey.context("a/b", "x"))
                .matches("[A-Za-z0-9._-]+")
                .isNotEqualTo(SessionKey.context("a-b", "x"));
        assertThat(SessionKey.context("x".repeat(500), "y")).hasSizeLessThan(100);
        assertThat(SessionKey.of("c", "../x")).isNull();
    }
}
