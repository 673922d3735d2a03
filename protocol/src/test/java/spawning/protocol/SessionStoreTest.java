// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionStoreTest {
    private static final Path USUAL = Path.of("/var/lib/shop/sessions");
    private static final Path HERE = Path.of("/srv/shop");

    private static SessionStore parse(String text) {
        return SessionStore.parse(text, USUAL, HERE);
    }

    @Test
    void eachStoreHasItsForm() {
        assertThat(parse("file")).isEqualTo(new SessionStore.Folder(USUAL));
        assertThat(parse("file:/x")).isEqualTo(new SessionStore.Folder(Path.of("/x")));
        assertThat(parse("file:a/../b")).isEqualTo(new SessionStore.Folder(Path.of("/srv/shop/b")));
        assertThat(parse("memory")).isEqualTo(new SessionStore.Memory(false));
        assertThat(parse("memory:force")).isEqualTo(new SessionStore.Memory(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:shop",
                "jdbc:postgresql:?service=shop",
                "jdbc:postgresql://db/shop",
                "jdbc:postgresql://db:5432,[::1]:5433/shop?user=me&password=x@y:z/?",
                "file:/x y",
                "memory",
                "memory:force"
            })
    void itsTextIsUnderstoodAgain(String text) {
        assertThat(parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://me:hunter2@db",
                "jdbc:mysql://me:hunter2@db/x",
                "jdbc:postgresql://me:hunter2@db/x",
                "jdbc:postgresql://db:hunter2/x",
                "jdbc:postgresql://db:port/x?password=hunter2"
            })
    void whatIsRefusedIsNotShownForItMayHoldAPassword(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql://HOST")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void whatIsWrongIsSaidWithWhatIsRight() {
        assertThatThrownBy(() -> parse("files"))
                .hasMessageContaining("\"files\"")
                .hasMessageContaining("file:FOLDER");
        assertThatThrownBy(() -> parse("file:")).hasMessageContaining("no folder follows");
        assertThatThrownBy(() -> parse("memory:on")).hasMessageContaining("memory:force");
    }

    @Test
    void aPasswordIsNotShown() {
        String address = "jdbc:postgresql://db/x?user=me&password=hunter2&sslPassword=hunter3&ssl=true";
        assertThat(parse(address)).hasToString("jdbc:postgresql://db/x");
        assertThat(SessionStore.withoutPasswords(address))
                .isEqualTo("jdbc:postgresql://db/x?user=me&password=***&sslPassword=***&ssl=true");
    }
}
