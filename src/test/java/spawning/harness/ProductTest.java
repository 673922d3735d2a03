// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The harness against a shell script in the product's place. */
class ProductTest {
    /** A controller with one worker, as far as their titles and log lines tell; HUP makes the next generation. */
    private static final String STAND_IN = """
            #!/bin/bash
            # spawning.controller.Main
            generation=1
            worker() {
              bash -c "exec -a 'spawning: worker 1 gen $1 (Shop)' sleep 600" <&- >&- 2>&- &
              worker=$!
            }
            worker 1
            trap 'kill $worker; exit 0' TERM
            trap 'echo interrupted; kill $worker; exit 0' INT
            trap 'kill $worker; generation=$((generation + 1)); worker $generation;
                  echo "generation $generation serves: 1 of 1 workers ready after 0.1s" >&2' HUP
            echo "listening on 127.0.0.1:4711" >&2
            echo "worker 1 pid $worker gen 1: STARTING -> READY after 3ms" >&2
            echo "generation 1 serves: 1 of 1 workers ready after 0.1s" >&2
            while true; do wait; done
            """;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aProductIsStartedReloadedAndStopped() throws IOException {
        Product product = standIn().start();
        assertThat(product.port()).isEqualTo(4711);
        assertThat(product.controller().alive()).isTrue();
        product.awaitOnly(1, 1);
        assertThat(product.log().await(LogLines.ready(1), Await.SOON).group("pid"))
                .isEqualTo("" + product.workers().getFirst().pid());
        product.reload(2);
        product.awaitOnly(1, 2);
        assertThat(product.stop()).isZero();
        product.awaitAllGone(Await.SOON);
    }

    @Test
    void ctrlCInATerminalIsASignal() throws IOException {
        Product product = standIn().launched(Launcher.inTerminal()).start();
        product.input().write(3);
        product.input().flush();
        product.log().await(Pattern.compile("interrupted"), Await.SOON);
        assertThat(product.awaitExit(Await.SOON)).isZero();
    }

    @Test
    void whatIsMissingFromTheLogIsToldWithTheLog() throws IOException {
        Product product = standIn().start();
        assertThatThrownBy(() -> product.log().await(LogLines.serves(9), Duration.ofMillis(1)))
                .hasMessageContaining("generation 9 serves")
                .hasMessageContaining("listening on 127.0.0.1:4711");
    }

    @Test
    void aProcessLeftBehindIsAnError() throws IOException {
        Product product = standIn().start();
        product.signal(Signal.KILL);
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(128 + 9);
        assertThatThrownBy(product::end).hasMessageContaining("spawning: worker 1 gen 1");
        assertThat(product.processes()).isEmpty();
    }

    private ProductBuilder standIn() throws IOException {
        Path script = products.folder().resolve("spawning.controller.Main");
        Files.writeString(script, STAND_IN, StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        // The controller is known by an argument.
        return products.product().program(script).options("spawning.controller.Main");
    }
}
