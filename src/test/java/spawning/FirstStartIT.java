// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.LogLines;
import spawning.harness.OutputLog.Source;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What does a user see whose first start fails? */
class FirstStartIT {
    private static final int USAGE = 2;
    private static final int CANNOT_BIND = 3;
    private static final int NEVER_UP = 4;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aMissingClassIsTriedWithBackoffAndThenGivenUp() {
        Product product = products.product()
                .workers(2, 2)
                .options("--panic-limit", "3")
                .application("com.acme.Missing")
                .launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(NEVER_UP);
        assertThat(LogLines.delays(product.log()))
                .as("delays in the log")
                .hasSize(2)
                .isSorted();
        assertThat(product.log().all(LogLines.NEVER_UP)).hasSize(1);
        assertThat(product.log().has(Pattern.compile("com\\.acme\\.Missing"))).isTrue();
        assertThat(stackTraces(product)).as("stack traces in %s", product.log()).isEqualTo(1);
    }

    /** How many runs of lines there are that are stack frames, apart from causes. */
    private static long stackTraces(Product product) {
        long traces = 0;
        boolean within = false;
        for (String line : product.log().texts(Source.STDERR)) {
            boolean frame = LogLines.STACK_FRAME.matcher(line).find()
                    || (within
                            && (line.startsWith("Caused by: ") || line.strip().startsWith("... ")));
            if (frame && !within) {
                traces++;
            }
            within = frame;
        }
        return traces;
    }

    @Test
    void aSourceThatDoesNotCompileEndsAtOnceWithTheWordsOfJavac() {
        Product product =
                products.product().application(source(OnLoad.DOES_NOT_COMPILE)).launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(NEVER_UP);
        assertThat(product.log().has(LogLines.JAVAC_ERROR)).isTrue();
        assertThat(product.log().has(LogLines.change("STARTING", "READY"))).isFalse();
    }

    @Test
    void aPortThatIsTakenIsToldWithItsHolder() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Product product = onPort(holder.getLocalPort());
            assertThat(product.awaitExit(Await.SOON)).isEqualTo(CANNOT_BIND);
            product.log().await(LogLines.heldBy(ProcessHandle.current().pid()), Await.SOON);
        }
    }

    @Test
    void aPortThatIsFreedInTimeIsTaken() throws IOException {
        Product product;
        int port;
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = holder.getLocalPort();
            product = onPort(port);
            product.log().await(LogLines.ADDRESS_IN_USE, Await.SOON);
        }
        product.log().await(LogLines.serves(1), Await.SOON);
        assertThat(HttpConnection.get(port, "/echo?n=1").status()).isEqualTo(200);
    }

    @Test
    void allProblemsOfACommandLineAreToldAtOnceAndNothingIsStarted() throws IOException {
        Path unreadable = products.folder("a-folder");
        Product product = products.product()
                .options("--no-such-thing", "-s", "many", "-t", "-1", "--config", unreadable.toString())
                .application(source(OnLoad.NOTHING))
                .launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(USAGE);
        assertThat(String.join("\n", product.log().texts(Source.STDERR)))
                .contains("--no-such-thing", "many", "-1", unreadable.toString())
                .doesNotContain("listening", "\tat ");
        assertThat(product.log().texts(Source.STDOUT)).isEmpty();
        try (var left = Files.list(products.folder("state-1"))) {
            assertThat(left).as("state").isEmpty();
        }
    }

    @Test
    void aSourceThatCannotBeReadIsToldAtOnce() throws IOException {
        assumeTrue(Launcher.canBeUnprivileged(), "no setpriv (util-linux), and root may read every file");
        Path source = Path.of(source(OnLoad.NOTHING));
        Files.setPosixFilePermissions(source, Set.of());
        Product product =
                products.product().unprivileged().application(source.toString()).launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(USAGE);
        assertThat(String.join("\n", product.log().texts(Source.STDERR)))
                .contains(source + " cannot be read")
                .doesNotContain("listening", "\tat ");
    }

    @Test
    void aMistypedOptionIsAnsweredWithTheNearestName() {
        Product product = products.product()
                .options("--proceses", "2")
                .application("Shop")
                .launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(USAGE);
        assertThat(String.join("\n", product.log().texts(Source.STDERR))).contains("--proceses", "--processes");
    }

    @Test
    void startingTellsAddressProcessesAndHowToReload() {
        Product product = products.product()
                .workers(2, 2)
                .application(source(OnLoad.NOTHING))
                .start();
        String said = product.log().toString();
        assertThat(said)
                .contains(
                        "127.0.0.1:" + product.port(),
                        "kill -HUP " + product.controller().pid());
        assertThat(product.log().all(LogLines.ready(1))).hasSize(2);
        assertThat(product.stop()).isZero();
    }

    private Product onPort(int port) {
        return products.product()
                .workers(1, 2)
                .withoutPort()
                .options("-p", Integer.toString(port))
                .application(source(OnLoad.NOTHING))
                .launch();
    }

    private String source(OnLoad onLoad) {
        return TestApplications.source(products.folder(), "v1", onLoad).toString();
    }
}
