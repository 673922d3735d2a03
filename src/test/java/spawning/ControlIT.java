// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.ControlConnection;
import spawning.harness.Ctl;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;
import spawning.harness.WorkerProcess;

/** Can a running instance be asked and steered, and can nobody else? */
class ControlIT {
    private static final int DONE = 0;
    private static final int REFUSED = 1;
    private static final int USAGE = 2;
    private static final int NO_CONTROLLER = 3;
    private static final int TIMED_OUT = 4;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void statusIsATableForPeopleAndADocumentForPrograms() throws IOException {
        Product product = shop().start();
        Ctl.Result table = Ctl.of(product, "status");
        assertThat(table.code()).as(table.text()).isEqualTo(DONE);
        assertThat(table.text()).contains("is serving", "2 of 2 workers ready", "SLOT", "ready");
        Ctl.Result json = Ctl.of(product, "status", "--json");
        assertThat(json.text()).startsWith("{\"schema\":1,").contains("\"history\"");
        Ctl.Result top = Ctl.of(product, "top");
        assertThat(top.text()).as("without a terminal").contains("SLOT").doesNotContain("\u001b");
    }

    @Test
    void topTakesTheTerminalAndGivesItBack() throws IOException {
        Product product = shop().start();
        try (HttpConnection evil = HttpConnection.to(product.port())) {
            evil.send("GET /sleep?ms=3000&n=%1b[2J HTTP/1.1\r\nHost: test\r\n\r\n");
            Ctl top = Ctl.start(Launcher.inTerminal(), product, "top");
            top.await("SLOT");
            top.process().getOutputStream().write('q');
            top.process().getOutputStream().flush();
            Ctl.Result result = top.await();
            assertThat(result.code()).isEqualTo(DONE);
            assertThat(result.text()).contains("\u001b[?1049h").contains("\u001b[?1049l");
        }
    }

    @Test
    void reloadWaitTellsOfEachWorkerAndHowItEnded() {
        Product product = shop().start();
        TestApplications.source(products.folder(), "v2", OnLoad.NOTHING);
        Ctl.Result good = Ctl.of(product, "reload", "--wait");
        assertThat(good.code()).as(good.text()).isEqualTo(DONE);
        assertThat(good.text()).contains("STARTING -> READY", "generation 2 serves: 2 workers ready");

        TestApplications.source(products.folder(), "v3", OnLoad.THROWS);
        Ctl.Result bad = Ctl.of(product, "reload", "--wait");
        assertThat(bad.code()).as(bad.text()).isEqualTo(REFUSED);
        assertThat(bad.text())
                .contains("generation 3 was rolled back", "the shelves are empty", "generation 2 serves on");

        TestApplications.source(products.folder(), "v4", OnLoad.NOTHING);
        Ctl.Result passes = Ctl.of(product, "reload", "--check");
        assertThat(passes.code()).as(passes.text()).isEqualTo(DONE);
        TestApplications.source(products.folder(), "v4", OnLoad.DOES_NOT_COMPILE);
        Ctl.Result check = Ctl.of(product, "reload", "--check");
        assertThat(check.code()).as(check.text()).isEqualTo(REFUSED);
        Ctl.Result broken = Ctl.of(product, "reload", "--wait");
        assertThat(broken.code()).as(broken.text()).isEqualTo(REFUSED);
        assertThat(broken.text()).contains("could not be prepared");
    }

    @Test
    @LongRun
    void aReloadThatIsSupersededFollowsTheNewerOne() {
        Product product = shop().options(
                        "-J", "-Dshop.broken=" + products.folder().resolve("broken"))
                .start();
        TestApplications.source(products.folder(), "v2", OnLoad.HANGS);
        Ctl first = Ctl.start(product, "reload", "--wait");
        first.await("is prepared");
        TestApplications.source(products.folder(), "v3", OnLoad.NOTHING);
        assertThat(Ctl.of(product, "reload").code()).isEqualTo(DONE);
        Ctl.Result result = first.await();
        assertThat(result.code()).as(result.text()).isEqualTo(DONE);
        assertThat(result.text()).contains("superseded by generation 3", "generation 3 serves");
    }

    @Test
    void whoWaitsForAControllerThatDiesIsToldSo() {
        Product product = shop().start();
        TestApplications.source(products.folder(), "v2", OnLoad.HANGS);
        Ctl late = Ctl.start(product, "reload", "--wait", "--timeout", "3s");
        Ctl waiting = Ctl.start(product, "reload", "--wait");
        waiting.await("is prepared");
        assertThat(late.await().code()).isEqualTo(TIMED_OUT);
        product.signal(Signal.KILL);
        Ctl.Result result = waiting.await();
        assertThat(result.code()).as(result.text()).isEqualTo(NO_CONTROLLER);
        assertThat(result.text()).contains("the controller died");
    }

    @Test
    void rollbackGoesThereAndBack() throws IOException {
        Product product = shop().start();
        assertThat(Ctl.of(product, "rollback").code()).as("nothing before").isEqualTo(REFUSED);
        TestApplications.source(products.folder(), "v2", OnLoad.NOTHING);
        product.reload(2);
        Ctl.Result back = Ctl.of(product, "rollback", "--wait");
        assertThat(back.code()).as(back.text()).isEqualTo(DONE);
        awaitVersion(product, "v1");
        Ctl.Result again = Ctl.of(product, "rollback", "--wait");
        assertThat(again.code()).as(again.text()).isEqualTo(DONE);
        awaitVersion(product, "v2");
    }

    @Test
    @LongRun
    void rollbackEndsAReloadThatIsUnderWay() {
        Product product = shop().start();
        TestApplications.source(products.folder(), "v2", OnLoad.HANGS);
        Ctl reload = Ctl.start(product, "reload", "--wait");
        reload.await("is prepared");
        Ctl.Result back = Ctl.of(product, "rollback", "--wait");
        assertThat(back.code()).as(back.text()).isEqualTo(DONE);
        assertThat(reload.await().code()).isEqualTo(REFUSED);
        product.awaitOnly(2, 1);
    }

    @Test
    void scaleSaysWhatIsWantedAndRefusesWhatCannotBe() {
        Product product = shop().start();
        Ctl.Result more = Ctl.of(product, "scale", "3", "--wait");
        assertThat(more.code()).as(more.text()).isEqualTo(DONE);
        assertThat(more.text()).contains("3 workers wanted, 3 ready");
        product.awaitOnly(3, 1);
        assertThat(Ctl.of(product, "scale", "1", "--wait").code()).isEqualTo(DONE);
        product.awaitOnly(1, 1);
        assertThat(Ctl.of(product, "scale", "0").code()).isEqualTo(USAGE);
        assertThat(Ctl.of(product, "scale", "many").code()).isEqualTo(USAGE);
    }

    @Test
    void stopWaitEndsWithTheLastProcess() {
        Product product = shop().start();
        Ctl.Result stop = Ctl.of(product, "stop", "--wait");
        assertThat(stop.code()).as(stop.text()).isEqualTo(DONE);
        assertThat(stop.text()).contains("stopped");
        assertThat(product.awaitExit(Await.SOON)).isZero();
    }

    @Test
    @LongRun
    void stopNowDoesNotWaitForRequests() throws IOException {
        Product product = shop().start();
        try (HttpConnection running = HttpConnection.to(product.port())) {
            running.send("GET /hang HTTP/1.1\r\nHost: test\r\n\r\n");
            HttpConnection.get(product.port(), "/echo?n=1");
            Ctl.Result stop = Ctl.of(product, "stop", "--now", "--wait");
            assertThat(stop.code()).as(stop.text()).isEqualTo(DONE);
        }
        product.awaitAllGone(Await.SOON);
    }

    @Test
    @LongRun
    void severalInstancesAreToldApart() {
        Product one = shop().options("--name", "it-one").start();
        Product two = shop().options("--name", "it-two").start();
        Ctl.Result which = Ctl.run("status");
        assertThat(which.code()).as(which.text()).isEqualTo(USAGE);
        assertThat(which.text()).contains("it-one", "it-two", "--name");
        assertThat(Ctl.run("status", "--name", "it-two").text())
                .contains("it-two (pid " + two.controller().pid() + ")");
        assertThat(Ctl.run("list").text()).contains("pid " + one.controller().pid());
        Ctl.Result none = Ctl.run("status", "--name", "it-three");
        assertThat(none.code()).isEqualTo(NO_CONTROLLER);
    }

    @Test
    void aSocketOfItsOwnIsReplacedOnlyWhenNobodyListens() throws IOException {
        Path socket = products.folder().resolve("steer");
        Product first = shop().options("--control", socket.toString()).start();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(Ctl.run("status", "--control", socket.toString()).code()).isEqualTo(DONE);
        Product second = shop().options("--control", socket.toString()).launch();
        assertThat(second.awaitExit(Await.SOON)).as("%s", second.log()).isEqualTo(3);
        assertThat(second.log().has(LogLines.heldBy(first.controller().pid()))).isTrue();
        first.signal(Signal.KILL);
        first.awaitAllGone(Await.SOON);
        assertThat(Files.exists(socket)).as("left by the dead one").isTrue();
        Product third = shop().options("--control", socket.toString()).start();
        assertThat(Ctl.of(third, "status").code()).isEqualTo(DONE);
        assertThat(third.stop()).isZero();
        assertThat(Files.exists(socket)).isFalse();
        Files.writeString(socket, "mine");
        Product fourth = shop().options("--control", socket.toString()).launch();
        assertThat(fourth.awaitExit(Await.SOON)).isEqualTo(3);
        assertThat(Files.readString(socket)).isEqualTo("mine");
    }

    @Test
    void whoIsNotTheUserIsRefusedEvenWhereTheFileLetsHimIn() throws IOException {
        if (Proc.SELF.userId() != 0 || !Launcher.canBeUnprivileged()) {
            return; // only root can be somebody else
        }
        Path socket = products.folder().resolve("steer");
        shop().options("--control", socket.toString()).start();
        Files.setPosixFilePermissions(products.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path folder = products.folder("other");
        Process other = new ProcessBuilder(Launcher.unprivileged()
                        .command(List.of(
                                "perl",
                                "-MIO::Socket::UNIX",
                                "-e",
                                "$s = IO::Socket::UNIX->new($ARGV[0]) or die $!; print $s \"status version=1\\n\";"
                                        + " $s->flush; print <$s>",
                                socket.toString())))
                .directory(folder.toFile())
                .start();
        assertThat(new String(other.getInputStream().readAllBytes()))
                .contains("end code=1")
                .contains("may\\snot\\ssteer");
    }

    @Test
    void whateverAClientSaysItGetsOneEndAndTheControllerServesOn() throws IOException {
        Product product = shop().start();
        Path socket = ControlConnection.socket(product);
        for (String evil : List.of(
                "\n",
                "GET / HTTP/1.1\r\n\r\n",
                "status\n",
                "status version=99\n",
                "no-such-thing version=1\n",
                "dump version=1 slot=99\n",
                "dump version=1 slot=1 recording-ms=99999999999\n",
                "scale version=1 workers=-1\n",
                "\u0000\u0001\u00ff\u001b[2J\n",
                "x".repeat(70_000))) {
            try (ControlConnection client = new ControlConnection(socket)) {
                assertThat(client.send(evil).end())
                        .as(evil.substring(0, Math.min(40, evil.length())))
                        .startsWith("end code=2 ");
            }
        }
        try (ControlConnection slow = new ControlConnection(socket);
                ControlConnection silent = new ControlConnection(socket)) {
            slow.send("stat");
            new ControlConnection(socket).send("reload version=1 wait=true\n").close();
            silent.close();
            assertThat(slow.end()).startsWith("end code=2 ");
        }
        product.log().await(LogLines.serves(2), Await.SOON);
        assertThat(Ctl.of(product, "status").code()).isEqualTo(DONE);
    }

    @Test
    @LongRun
    void aHundredClientsAtOnceAreAllAnswered() throws IOException {
        Product product = shop().start();
        Path socket = ControlConnection.socket(product);
        List<ControlConnection> clients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            clients.add(new ControlConnection(socket));
        }
        int done = 0;
        for (ControlConnection client : clients) {
            client.send("status version=1\n");
        }
        for (ControlConnection client : clients) {
            String end = client.end();
            assertThat(end).matches("end code=[01] .*");
            done += end.startsWith("end code=0") ? 1 : 0;
            client.close();
        }
        assertThat(done).isBetween(32, 100);
        assertThat(Ctl.of(product, "status").code()).isEqualTo(DONE);
    }

    @Test
    void reopenedLogsAreAcknowledgedByAllOrWhoDidNotIsNamed() {
        Product product = shop().options(
                        "-l", products.folder().resolve("access.log").toString())
                .start();
        Ctl.Result all = Ctl.of(product, "reopen-logs");
        assertThat(all.code()).as(all.text()).isEqualTo(DONE);
        assertThat(all.text()).contains("2 workers have opened their logs again");
        WorkerProcess stopped = product.workers().getFirst();
        Signal.STOP.to(stopped.pid());
        try {
            Ctl.Result one = Ctl.of(product, "reopen-logs");
            assertThat(one.code()).isEqualTo(REFUSED);
            assertThat(one.text()).contains("pid " + stopped.pid(), "no answer within 5 s");
        } finally {
            Signal.CONT.to(stopped.pid());
        }
    }

    @Test
    void aWorkersThreadsAreShownAndOfAStoppedOneWhatTheKernelKnows() {
        Product product = shop().start();
        Ctl.Result threads = Ctl.of(product, "dump", "1");
        assertThat(threads.code()).as(threads.text()).isEqualTo(DONE);
        assertThat(threads.text()).contains("\tat ".strip());
        Ctl.Result nobody = Ctl.of(product, "dump", "9");
        assertThat(nobody.code()).isEqualTo(USAGE);
        assertThat(nobody.text()).contains("no worker in slot 9", "1, 2");
        Path recording = products.folder().resolve("own.jfr");
        Ctl.Result jfr = Ctl.of(product, "dump", "2", "--jfr", "1s", "--output", recording.toString());
        assertThat(jfr.code()).as(jfr.text()).isEqualTo(DONE);
        assertThat(recording).isNotEmptyFile();
        Ctl.Result heap = Ctl.of(product, "dump", "2", "--heap");
        assertThat(heap.text()).contains("heap.hprof");
        WorkerProcess stopped = product.workers().getFirst();
        Signal.STOP.to(stopped.pid());
        try {
            Ctl.Result kernel = Ctl.of(product, "dump", Integer.toString(stopped.slot()));
            assertThat(kernel.code()).isEqualTo(REFUSED);
            assertThat(kernel.text()).contains("user+system ticks", "did not answer");
        } finally {
            Signal.CONT.to(stopped.pid());
        }
    }

    @Test
    void theConfigurationIsShownWithItsSourcesAndWithoutSecrets() {
        Product product = shop().options("--env", "API_TOKEN=platinum").start();
        Ctl.Result config = Ctl.of(product, "config");
        assertThat(config.code()).as(config.text()).isEqualTo(DONE);
        assertThat(config.text()).contains("processes = 2", "command line").doesNotContain("platinum");
    }

    @Test
    @LongRun
    void anInstanceThatNeverCameUpCanBeStopped() {
        TestApplications.source(products.folder(), "v1", OnLoad.HANGS);
        Product product = products.product()
                .workers(2, 2)
                .application(products.folder().resolve("Shop.java").toString())
                .launch();
        product.log().await(LogLines.STARTING, Await.SOON);
        assertThat(Ctl.of(product, "status").text()).contains("is booting");
        assertThat(Ctl.of(product, "scale", "3").code()).isEqualTo(DONE);
        assertThat(Ctl.of(product, "stop", "--wait").code()).isEqualTo(DONE);
    }

    /** A worker that was told to leave may still have taken a connection that came before it heard of it. */
    private static void awaitVersion(Product product, String version) {
        product.awaitOnly(2, newest(product));
        Await.until(version + " answers", Await.SOON, () -> answer(product).contains(" version=" + version + " "));
    }

    private static int newest(Product product) {
        return product.workers().stream()
                .mapToInt(WorkerProcess::generation)
                .max()
                .orElseThrow();
    }

    private static String answer(Product product) {
        try {
            return HttpConnection.get(product.port(), "/echo?n=1").text();
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Test
    @LongRun
    void rollbackAlsoTakesBackAChangedPort() throws IOException {
        Path file = products.folder().resolve("shop.conf");
        Path one = products.folder().resolve("one");
        Path two = products.folder().resolve("two");
        Files.writeString(file, "bind = unix:" + one + "\n");
        Product product = products.product()
                .withoutPort()
                .workers(2, 2)
                .options("--config", file.toString())
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
        Files.writeString(file, "bind = unix:" + two + "\n");
        assertThat(Ctl.of(product, "reload", "--wait").code()).isEqualTo(DONE);
        Await.until("the old address is gone", Await.SOON, () -> Files.exists(two) && !Files.exists(one));
        Ctl.Result back = Ctl.of(product, "rollback", "--wait");
        assertThat(back.code()).as(back.text()).isEqualTo(DONE);
        try (HttpConnection connection = HttpConnection.to(one)) {
            assertThat(connection.get("/echo?n=1").status()).isEqualTo(200);
        }
    }

    @Test
    void aBackdoorOpensWhereItIsAllowedOnly() throws IOException {
        Product closed = shop().start();
        Ctl.Result refused = Ctl.of(closed, "backdoor", "1");
        assertThat(refused.code()).as(refused.text()).isEqualTo(REFUSED);
        assertThat(refused.text()).contains("--backdoor");
        Product open = shop().options("--backdoor").start();
        Ctl shell = Ctl.start(open, "backdoor", "2");
        shell.process().getOutputStream().write("6 * 7\n/exit\n".getBytes(StandardCharsets.UTF_8));
        shell.process().getOutputStream().flush();
        Ctl.Result result = shell.await();
        assertThat(result.code()).as(result.text()).isEqualTo(DONE);
        assertThat(result.text()).contains("42");
    }

    private ProductBuilder shop() {
        return products.product()
                .workers(2, 2)
                .options("--keep-alive", "2")
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString());
    }
}
