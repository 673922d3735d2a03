// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Does the reloader understand what the controller means, and the other way round? */
class WatchListTest {
    @Test
    void isReadAsItWasWritten(@TempDir Path folder) throws IOException {
        WatchList list = new WatchList(
                List.of(Path.of("/srv/shop/a=b c"), Path.of("/srv/ümlaut\nfile")),
                List.of("/srv/*.xml"),
                List.of(Path.of("/srv/log")),
                WatchList.Revisions.GIT,
                List.of(Path.of("/srv")),
                Instant.parse("2026-11-22T17:00:00.123456789Z"));
        Path file = folder.resolve("list");
        list.write(file);
        assertThat(WatchList.read(file)).isEqualTo(list);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aMessageIsDecodedAsItWasEncoded(ReloaderMessage message) {
        assertThat(ReloaderMessage.decode(message.encode())).isEqualTo(message);
    }

    static Stream<ReloaderMessage> messages() {
        return Stream.of(
                new ReloaderMessage.Changed("src/My Shop.java and 3 more"),
                new ReloaderMessage.Watching("2 folders\n"),
                new ReloaderMessage.Warning("a\\b"));
    }

    @Test
    void anOrderIsDecodedAsItWasEncoded() {
        ReloaderOrder order = new ReloaderOrder.Watch(Path.of("/var/lib/my shop/gen-7/watch"));
        assertThat(ReloaderOrder.decode(order.encode())).isEqualTo(order);
    }

    @Test
    void whatIsNoMessageIsRefusedByItsText() {
        assertThatThrownBy(() -> ReloaderMessage.decode("ready")).hasMessageContaining("ready");
        assertThatThrownBy(() -> ReloaderOrder.decode("drain limit-ms=3")).hasMessageContaining("drain");
    }
}
