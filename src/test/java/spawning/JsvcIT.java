// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Jsvc;
import spawning.harness.Launcher;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What is promised to who runs Spawning below jsvc of Apache Commons Daemon: a real one. */
class JsvcIT {
    private static final int RELOADS = Scale.of(10, 2);

    /** jsvc waits for a minute before it starts again what was killed. */
    private static final Duration STARTED_AGAIN = Duration.ofSeconds(120);

    @RegisterExtension
    final Products products = new Products();

    @BeforeEach
    void thereCanBeOne() throws IOException {
        assumeTrue(Proc.SELF.userId() == 0, "jsvc changes the user, which only root can");
        assumeTrue(Jsvc.canBeBuilt(), "jsvc is built with gcc and make, and one of them is missing");
        Files.setPosixFilePermissions(products.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path file(String name) {
        return products.folder().resolve(name);
    }

    private ProductBuilder below(String... jsvcsOptions) throws IOException {
        TestApplications.source(products.folder(), "v1", OnLoad.NOTHING);
        List<String> options = new ArrayList<>(List.of("-pidfile", file("pid").toString()));
        options.addAll(List.of(jsvcsOptions));
        Path state = products.folder("jsvc-state");
        Files.setAttribute(state, "unix:uid", Launcher.NOBODY);
        return products.product()
                .launched(Jsvc.with(options))
                .withoutPort()
                .options("-p", "" + privilegedPort(), "--state", state.toString(), "--evidence", "none")
                .application("Shop.java");
    }

    private ProductBuilder onTheConsole(String... jsvcsOptions) throws IOException {
        List<String> options = new ArrayList<>(List.of("-outfile", "&1", "-errfile", "&2"));
        options.addAll(List.of(jsvcsOptions));
        return below(options.toArray(String[]::new));
    }

    private static int privilegedPort() {
        for (int port = 1023; port > 600; port--) {
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new AssertionError("no port below 1024 is free");
    }

    private Product started(ProductBuilder builder) {
        Product product = builder.start();
        product.log().await(LogLines.BELOW_JSVC, Await.SOON);
        return product;
    }

    private Proc controller() throws IOException {
        return new Proc(Long.parseLong(Files.readString(file("pid")).strip()));
    }

    private void stop(Product product) throws IOException {
        assertThat(Signal.TERM.to(controller().pid())).isTrue();
        assertThat(product.awaitExit(Await.SOON)).as("%s", product.log()).isZero();
        product.awaitAllGone(Await.SOON);
        assertThat(file("pid")).doesNotExist();
    }

    private static void mustServe(Product product) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.address())) {
            assertThat(connection.get("/echo?n=1").status()).isEqualTo(200);
        }
    }

    /** A line of each thread's status. */
    private static List<String> ofThreads(Proc process, String key) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
            for (Path task : tasks.toList()) {
                Files.readAllLines(task.resolve("status")).stream()
                        .filter(line -> line.startsWith(key + ":"))
                        .map(line -> line.substring(key.length() + 1).strip())
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private static void mustBeNobodys(Proc process) throws IOException {
        assertThat(ofThreads(process, "Uid")).containsOnly("65534\t65534\t65534\t65534");
    }

    @Test
    void aPortOfRootsIsBoundAndAUserServesAndHangupsCostNothing() throws IOException {
        Product product = started(onTheConsole("-user", "nobody").workers(2, 4));
        mustBeNobodys(controller());
        assertThat(product.workers()).hasSize(2);
        for (Proc process : product.processes()) {
            if (process.arguments().contains("spawning.server.WorkerMain")) {
                mustBeNobodys(process);
                assertThat(ofThreads(process, "CapPrm")).containsOnly("0000000000000000");
                assertThat(process.environment())
                        .contains("USER=nobody")
                        .noneMatch(entry -> entry.startsWith("LD_LIBRARY_PATH=")
                                && entry.contains(System.getProperty("java.home")));
            }
        }
        long first = controller().pid();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            for (int generation = 2; generation < 2 + RELOADS; generation++) {
                Signal.HUP.to(first);
                product.log().await(LogLines.serves(generation), Await.SOON);
            }
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(controller().pid()).isEqualTo(first);
        stop(product);
    }

    @Test
    void chuidLeavesNoThreadARightOfRoots() throws IOException {
        Product product = started(onTheConsole().options("--chuid", "nobody").workers(1, 2));
        mustBeNobodys(controller());
        assertThat(ofThreads(controller(), "CapPrm")).containsOnly("0000000000000000");
        mustServe(product);
        Signal.HUP.to(controller().pid());
        product.log().await(LogLines.serves(2), Await.SOON);
        stop(product);
    }

    @Test
    @LongRun
    void theFilesOfTheOutputAreOpenedAgain() throws IOException {
        Path err = Files.createFile(file("err"));
        Product product = below("-outfile", file("out").toString(), "-errfile", err.toString())
                .workers(1, 2)
                .launch();
        Await.until(
                "jsvc has set its signals",
                Await.SOON,
                () -> LogLines.BELOW_JSVC.matcher(text(err)).find());
        Files.move(err, file("err.1"));
        Signal.USR1.to(controller().pid());
        Await.until("the log is opened again", Await.SOON, () -> Files.exists(err));
        Signal.HUP.to(controller().pid());
        Await.until(
                "the reload is in the new file",
                Await.SOON,
                () -> LogLines.serves(2).matcher(text(err)).find());
        assertThat(text(file("err.1"))).doesNotContain("generation 2");
        stop(product);
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @LongRun
    void aFailedStartIsAFailureWithItsReasonAndNothingStays() throws IOException {
        Product nothing = onTheConsole("-user", "nobody")
                .options("--panic-limit", "1")
                .application("com.acme.Nothing")
                .launch();
        assertThat(nothing.awaitExit(Await.SOON)).isEqualTo(1);
        assertThat(nothing.log().toString()).contains("never came up", "com.acme.Nothing");
        nothing.awaitAllGone(Await.SOON);
        assertThat(file("pid")).doesNotExist();
    }

    @Test
    void whatJsvcDoesItselfIsRefused() throws IOException {
        Product refused = onTheConsole()
                .options("--daemonize", "--pidfile", "own.pid", "--stdout", "o", "--stderr", "e")
                .launch();
        assertThat(refused.awaitExit(Await.SOON)).isEqualTo(1);
        assertThat(refused.log().toString())
                .contains("jsvc detaches", "-pidfile FILE", "-outfile FILE", "-errfile FILE");
        refused.awaitAllGone(Await.SOON);
        Product version = onTheConsole().options("--version").launch();
        assertThat(version.awaitExit(Await.SOON)).isEqualTo(1);
        assertThat(version.log().toString()).contains("call bin/spawning");
        Product broken = onTheConsole("-stop").launch();
        assertThat(broken.awaitExit(Await.SOON)).isEqualTo(2);
        assertThat(broken.log().toString()).contains("send TERM");
    }

    @Test
    void whatWasKilledIsStartedAgainByJsvc() throws IOException {
        assumeTrue(Scale.of(1, 0) == 1, "jsvc waits for a minute first: in long runs only");
        Product product = started(onTheConsole("-user", "nobody").workers(1, 2));
        Signal.KILL.to(controller().pid());
        product.log().await(LogLines.BELOW_JSVC, 2, STARTED_AGAIN);
        mustServe(product);
        stop(product);
    }
}
