// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CookiesTest {
    private final Cookies cookies = new Cookies();

    @Test
    void theLatestValueOfEachIsShownAgainWithoutItsAttributes() {
        assertThat(cookies.shown()).isEmpty();
        cookies.set("JSESSIONID=1; Path=/; HttpOnly");
        cookies.set("theme=dark");
        cookies.set("JSESSIONID=2; Path=/");
        cookies.set("nonsense");
        assertThat(cookies.shown()).isEqualTo("JSESSIONID=2; theme=dark");
    }

    @Test
    void thereIsALimit() {
        for (int i = 0; i < 100; i++) {
            cookies.set("c" + i + "=1");
        }
        assertThat(cookies.shown().split(";")).hasSize(20);
    }
}
