// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.LogLines;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What is promised to who starts Spawning in the background, as another user, or as the first process of all. */
class DaemonIT {
    @RegisterExtension
    final Products products = new Products();

    private Path file(String name) {
        return products.folder().resolve(name);
    }

    private ProductBuilder daemon(String... options) {
        TestApplications.source(products.folder(), "v1", OnLoad.NOTHING);
        return products.product()
                .workers(1, 2)
                .options("--daemonize", "--pidfile", "shop.pid", "--stderr", "err", "--stdout", "out")
                .options(options)
                .application("Shop.java");
    }

    private String logged() {
        try {
            return Files.exists(file("err")) ? Files.readString(file("err")) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitLogged(String text) {
        Await.until(text, Await.SOON, this::logged, () -> logged().contains(text));
    }

    private InetSocketAddress address() {
        Matcher listening = LogLines.LISTENING.matcher(logged().lines()
                .filter(line -> line.contains("istening on http"))
                .reduce((_, last) -> last)
                .orElseThrow());
        assertThat(listening.find()).isTrue();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listening.group("port")));
    }

    private Proc controller() throws IOException {
        return new Proc(Long.parseLong(Files.readString(file("shop.pid")).strip()));
    }

    private void mustServe() throws IOException {
        try (HttpConnection connection = HttpConnection.to(address())) {
            assertThat(connection.get("/echo?n=1").status()).isEqualTo(200);
        }
    }

    private void stop(Product product) throws IOException {
        assertThat(Signal.TERM.to(controller().pid())).isTrue();
        product.awaitAllGone(Await.SOON);
        assertThat(file("shop.pid")).doesNotExist();
    }

    @Test
    void theCommandReturnsWhenItServesAndNothingOfTheShellIsHeld() throws IOException {
        Product product = daemon().launch();
        assertThat(product.awaitExit(Await.SOON)).as("%s", product.log()).isZero();
        mustServe();
        Proc controller = controller();
        assertThat(controller.session()).isEqualTo(controller.pid());
        assertThat(controller.descriptors())
                .containsEntry(0, "/dev/null")
                .containsEntry(1, file("out").toString())
                .containsEntry(2, file("err").toString());

        Product second = products.product()
                .options("--daemonize", "--pidfile", "shop.pid", "--stderr", "err2")
                .application("Shop.java")
                .launch();
        assertThat(second.awaitExit(Await.SOON)).isEqualTo(2);
        assertThat(second.log().toString()).contains("running already, pid " + controller.pid());
        mustServe();

        Files.move(file("err"), file("err.1"));
        Signal.USR1.to(controller.pid());
        Await.until("the log is opened again", Await.SOON, () -> Files.exists(file("err")));
        Signal.HUP.to(controller.pid());
        awaitLogged("generation 2 serves");
        stop(product);
    }

    @Test
    void theReasonOfAFailureIsShownAndNothingStays() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Product product = daemon().withoutPort()
                    .options("-p", "" + taken.getLocalPort())
                    .launch();
            assertThat(product.awaitExit(Await.SOON)).isEqualTo(3);
            assertThat(product.log().toString()).contains("address is in use");
            product.awaitAllGone(Await.SOON);
            assertThat(file("shop.pid")).doesNotExist();
        }
        Product product = products.product()
                .options("--daemonize", "--pidfile", "shop.pid", "--stderr", "err", "--panic-limit", "1")
                .application("com.acme.Nothing")
                .launch();
        assertThat(product.awaitExit(Await.SOON)).isEqualTo(4);
        assertThat(product.log().toString()).contains("never came up", "com.acme.Nothing");
        product.awaitAllGone(Await.SOON);
        assertThat(file("shop.pid")).doesNotExist();
    }

    @Test
    void whoGivesUpWaitingTakesTheDaemonAlong() throws IOException {
        TestApplications.source(products.folder(), "v1", OnLoad.HANGS);
        Product product = products.product()
                .options("--daemonize", "--pidfile", "shop.pid", "--stderr", "err")
                .application("Shop.java")
                .launch();
        awaitLogged("STARTING");
        Signal.TERM.to(product.launchedPid());
        product.awaitAllGone(Await.SOON);
        assertThat(file("shop.pid")).doesNotExist();
    }

    @Test
    void afterAKilledControllerTheStalePidFileIsTakenOver() throws IOException {
        Product first = daemon().launch();
        assertThat(first.awaitExit(Await.SOON)).isZero();
        first.signal(Signal.KILL);
        first.awaitAllGone(Await.SOON);
        assertThat(file("shop.pid")).exists();
        Product second = daemon().sharingStateWith(first).launch();
        assertThat(second.awaitExit(Await.SOON)).as("%s", second.log()).isZero();
        mustServe();
        stop(second);
    }

    @Test
    void rootBindsAndBecomesAUserForEver() throws IOException {
        assumeTrue(Proc.SELF.userId() == 0, "only root can become somebody");
        Files.setPosixFilePermissions(products.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path key = Files.writeString(file("key"), "secret");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path out = Files.writeString(file("out"), "");
        Files.setPosixFilePermissions(
                out, PosixFilePermissions.fromString("rw-------")); // root's: a reload cannot open it
        int port = privilegedPort();
        Path state = Files.createDirectory(file("state"));
        Files.setAttribute(state, "unix:uid", Launcher.NOBODY);
        Product product = daemon("--chuid", "nobody", "--state", state.toString(), "--evidence", "none")
                .withoutPort()
                .options("--bind", "127.0.0.1:" + port, "--bind", "unix:" + file("shop.sock"))
                .launch();
        assertThat(product.awaitExit(Await.SOON)).as("%s", product.log()).isZero();
        mustServe();
        assertThat(Files.getAttribute(file("shop.sock"), "unix:uid")).isEqualTo(Launcher.NOBODY);
        for (Proc process : product.processes()) {
            for (Path task : tasks(process)) {
                List<String> status = Files.readAllLines(task.resolve("status"));
                assertThat(status)
                        .filteredOn(line -> line.startsWith("Uid:"))
                        .containsExactly("Uid:\t65534\t65534\t65534\t65534");
                assertThat(status)
                        .filteredOn(line -> line.startsWith("CapPrm:"))
                        .containsExactly("CapPrm:\t0000000000000000");
                assertThat(status)
                        .filteredOn(line -> line.startsWith("Groups:"))
                        .allMatch(line -> line.strip().matches("Groups:\\s*(65534)?"));
            }
        }
        Signal.HUP.to(controller().pid());
        awaitLogged("generation 2 serves");
        mustServe();
        assertThat(Files.getAttribute(file("err"), "unix:uid")).isEqualTo(Launcher.NOBODY);
        assertThat(Signal.TERM.to(controller().pid())).isTrue();
        product.awaitAllGone(Await.SOON);
        assertThat(file("shop.pid"))
                .as("the folder is root's, so it can only be emptied")
                .isEmptyFile();
        assertThat(key).hasContent("secret");
    }

    private static List<Path> tasks(Proc process) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + process.pid(), "task"))) {
            return tasks.toList();
        }
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

    @Test
    void aUserThatDoesNotExistOrMayNotBeIsRefused() throws IOException {
        Product unknown = daemon("--chuid", "no-such-user").launch();
        assertThat(unknown.awaitExit(Await.SOON)).isEqualTo(2);
        assertThat(unknown.log().toString()).contains("no user \"no-such-user\"");
        if (Launcher.canBeUnprivileged()) {
            Product other = daemon("--chuid", "root").unprivileged().launch();
            assertThat(other.awaitExit(Await.SOON)).isEqualTo(2);
            assertThat(other.log().toString()).contains("only root can become root");
        }
    }

    @Test
    void aServiceManagerIsNotified() throws IOException {
        Path socket = file("notify");
        Process receiver = new ProcessBuilder(
                        "perl",
                        "-MSocket",
                        "-e",
                        "socket(S, PF_UNIX, SOCK_DGRAM, 0) or die; bind(S, sockaddr_un($ARGV[0])) or die; $| = 1;"
                                + " while (defined(recv(S, $m, 4096, 0))) { $m =~ s/\\n/;/g; print \"$m\\n\" }",
                        socket.toString())
                .redirectOutput(file("notified").toFile())
                .start();
        try {
            Await.until("the receiver listens", Await.SOON, () -> Files.exists(socket));
            TestApplications.source(products.folder(), "v1", OnLoad.NOTHING);
            Product product = products.product()
                    .environment("NOTIFY_SOCKET", socket.toString())
                    .environment("WATCHDOG_USEC", "2000000")
                    .workers(1, 2)
                    .application("Shop.java")
                    .start();
            awaitNotified("READY=1");
            awaitNotified("WATCHDOG=1");
            for (Proc process : product.processes()) {
                if (process.pid() != product.controller().pid()) {
                    assertThat(process.environment()).noneMatch(entry -> entry.startsWith("NOTIFY_SOCKET"));
                }
            }
            product.signal(Signal.HUP);
            product.log().await(LogLines.serves(2), Await.SOON);
            awaitNotified("RELOADING=1;MONOTONIC_USEC=");
            product.stop();
            awaitNotified("STOPPING=1");
            List<String> turns = Files.readAllLines(file("notified")).stream()
                    .map(line -> line.replaceAll("[=;].*", ""))
                    .filter(line -> List.of("READY", "RELOADING", "STOPPING").contains(line))
                    .toList();
            assertThat(turns).containsExactly("READY", "RELOADING", "READY", "STOPPING");
        } finally {
            receiver.destroyForcibly();
            receiver.onExit().join();
        }
    }

    private void awaitNotified(String text) {
        Await.until(text, Await.SOON, () -> {
            try {
                return Files.readString(file("notified")).contains(text);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void socketsOfAServiceManagerAreTakenWhereNoneIsNamed() throws IOException {
        TestApplications.source(products.folder(), "v1", OnLoad.NOTHING);
        Launcher activated = product -> {
            List<String> command = new ArrayList<>(Launcher.withListener().command(List.of("sh", "-c")));
            command.add("LISTEN_FDS=1 LISTEN_PID=$$ exec \"$@\"");
            command.add("sh");
            command.addAll(product);
            return command;
        };
        Product product = products.product()
                .launched(activated)
                .withoutPort()
                .workers(1, 2)
                .application("Shop.java")
                .start();
        assertThat(product.log().toString()).contains("listening on");
        try (HttpConnection connection = HttpConnection.to(product.address())) {
            assertThat(connection.get("/echo?n=1").status()).isEqualTo(200);
        }
        product.stop();
    }

    @Test
    void asTheFirstProcessItReapsOrphans() throws IOException {
        assumeTrue(Proc.SELF.userId() == 0, "only root can make a namespace of processes");
        TestApplications.source(products.folder(), "v1", OnLoad.NOTHING);
        Launcher first = product -> {
            List<String> command =
                    new ArrayList<>(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c"));
            command.add("(sleep 4 &) ; exec \"$@\"");
            command.add("sh");
            command.addAll(product);
            return command;
        };
        Product product = products.product()
                .launched(first)
                .workers(1, 2)
                .application("Shop.java")
                .start();
        assertThat(product.log().toString()).contains("this is process 1");
        Await.until(
                "the orphan is gone",
                Await.SOON,
                () -> product.processes().stream()
                                .noneMatch(process -> process.title().startsWith("sleep"))
                        && zombies(product).isEmpty());
        Signal.TERM.to(product.controller().pid());
        assertThat(product.awaitExit(Await.SOON)).isZero();
    }

    private static Map<Long, String> zombies(Product product) {
        Map<Long, String> zombies = new java.util.HashMap<>();
        ProcessHandle.of(product.controller().pid()).orElseThrow().children().forEach(child -> {
            try {
                String stat = Files.readString(Path.of("/proc", "" + child.pid(), "stat"));
                if (stat.contains(") Z ")) {
                    zombies.put(child.pid(), stat);
                }
            } catch (IOException gone) {
                // it is reaped
            }
        });
        return zombies;
    }
}
