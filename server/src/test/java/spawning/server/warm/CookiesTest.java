// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CookiesTest {
    private final Cookies cookies = new Cookies();

    @Test
    void manyLargeOnesMakeNoRequestThatIsRefused() {
        for (int i = 0; i < 20; i++) {
            cookies.set("c" + i + "=" + "x".repeat(1000));
        }
        assertThat(cookies.shown().length()).isBetween(1000, 8000);
        cookies.set("c0=" + "y".repeat(5000));
        assertThat(cookies.shown()).startsWith("c0=x").doesNotContain("y");
    }

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
