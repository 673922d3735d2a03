// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The options, and names made of what clients send. */
class SessionSettingsTest {
    private static final Path DEFAULT = Path.of("/var/lib/shop/sessions");

    private static SessionSettings of(String sessions, String lock) {
        return SessionSettings.of(sessions, lock, DEFAULT);
    }

    @Test
    void eachStoreHasItsForm() {
        assertThat(of("file", "20").store()).isEqualTo(new SessionSettings.Store.Folder(DEFAULT));
        assertThat(of("file:/x", "20").store()).isEqualTo(new SessionSettings.Store.Folder(Path.of("/x")));
        assertThat(of("memory", "20").store()).isEqualTo(new SessionSettings.Store.Memory());
        assertThat(of("jdbc:postgresql://db/x", "20").store()).isInstanceOf(SessionSettings.Store.Database.class);
    }

    @Test
    void theLockHasALimitOrIsOff() {
        assertThat(of("file", "5").lockWait()).contains(Duration.ofSeconds(5));
        assertThat(of("file", "none").lockWait()).isEmpty();
    }

    @Test
    void whatIsWrongIsSaidWithWhatIsRight() {
        assertThatThrownBy(() -> of("redis", "20"))
                .hasMessageContaining("redis")
                .hasMessageContaining("file:FOLDER");
        assertThatThrownBy(() -> of("jdbc:mysql://db/x", "20")).hasMessageContaining("jdbc:postgresql:");
        for (String lock : new String[] {"0", "-1", "3601", "ten"})
            assertThatThrownBy(() -> of("file", lock)).hasMessageContaining("none, or 1 to 3600");
    }

    @Test
    void aPasswordIsNotShown() {
        assertThat(of("jdbc:postgresql://me:secret@db/x?password=secret", "20").store())
                .hasToString("jdbc:postgresql://db/x");
    }

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
