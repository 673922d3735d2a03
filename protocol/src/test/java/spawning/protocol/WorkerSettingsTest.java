// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSettingsTest {
    private static final WorkerSettings SETTINGS = new WorkerSettings(
            7,
            "wsgi",
            "com.acme.Shop::app",
            List.of("/a b.jar"),
            "/shop",
            List.of("ann:OBF:1x,admin,user"),
            List.of("a.B", "ü = x"),
            true,
            4,
            4,
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(61),
            Duration.ofSeconds(62),
            65_536,
            1L << 40,
            1000,
            List.of("10.0.0.0/8"),
            Duration.ofSeconds(120),
            Duration.ofSeconds(30),
            "-",
            "\"%r\"\t%{ü}i \\ %>s",
            "X-Request-Id",
            "INFO",
            new SessionStore.Folder(Path.of("/srv/a b/sessions:x")),
            Duration.ofSeconds(20),
            new WarmUpSettings(List.of("/", "/a?b=c d"), "shop.example", Duration.ofSeconds(5), 7),
            new Insight(true, "/opt/a b/coverage", true, List.of("10.0.0.0/8"), List.of("/a b.jar"), List.of("/s")),
            List.of(
                    new WorkerSettings.Listener(ListenerKind.TCP, "[::1]:8080"),
                    new WorkerSettings.Listener(ListenerKind.UNIX, "unix:/a b/c.sock")));

    @TempDir
    Path folder;

    @Test
    void settingsAreReadAsTheyWereWritten() throws IOException {
        Path file = folder.resolve("settings");
        SETTINGS.write(file);
        assertThat(WorkerSettings.read(file)).isEqualTo(SETTINGS);
    }

    @Test
    void aMissingOrMalformedValueIsNamedWithItsFile() throws IOException {
        Path file = folder.resolve("settings");
        Files.writeString(file, "generation=soon\n");
        assertThatThrownBy(() -> WorkerSettings.read(file))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("generation=soon");
        Files.writeString(file, "generation=1\n");
        assertThatThrownBy(() -> WorkerSettings.read(file)).hasMessageContaining("lacks factory");
    }
}
