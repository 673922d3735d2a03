// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Launcher;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.OutputLog;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What do leaks, hangs and runaways cost, and what is known of them afterwards? */
class LimitsIT {
    @RegisterExtension
    final Products products = new Products();

    @Test
    void aStoppedWorkerIsReplacedWithinTheHangTimeoutWithWhatTheKernelKnowsOfIt() throws IOException {
        Product product = shop(2, 4).options("--hang-timeout", "3").start();
        long stopped = product.workers().getFirst().pid();
        Signal.STOP.to(stopped);
        Await.until("it is stopped", Await.SOON, () -> new Proc(stopped).stopped());
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            product.log().await(LogLines.HUNG, Await.SOON);
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        Path folder = evidence(product, stopped);
        assertThat(Files.readString(folder.resolve("report.txt")))
                .contains("no heartbeat for", "the worker did not write them within 3 s");
        assertThat(Files.readString(folder.resolve("threads-kernel.txt"))).contains("  T  ", "heartbeat");
    }

    static Stream<String> waysNotToEnd() {
        return Scale.first(1, "loop", "deadlock", "read");
    }

    @ParameterizedTest
    @MethodSource("waysNotToEnd")
    void aRequestThatDoesNotEndGets503AndItsWorkerIsReplacedWithoutHarmToOthers(String how) throws IOException {
        Product product = shop(2, 4).options("--request-timeout", "2").start();
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling());
                HttpConnection client = HttpConnection.to(product.port())) {
            assertThat(client.get("/unruly/" + how).status()).isEqualTo(503);
            product.log().await(LogLines.frameOf(method(how)), Await.SOON);
            product.log().await(LogLines.replaced("GET /unruly/" + how + " has run for "), Await.SOON);
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            product.awaitOnly(2, 1);
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
    }

    private static String method(String how) {
        return switch (how) {
            case "loop" -> "loopForever";
            case "deadlock" -> "lockBoth";
            default -> "readForever";
        };
    }

    @Test
    void aGreenRequestThatHoldsUpItsLoopEndsWithItsWorkerAndHarmsNobodyElse() throws IOException {
        Product product = shop(2, 0).options("--hang-timeout", "3").start();
        try (Neighbours neighbours = Neighbours.of(product.port(), 4)) {
            neighbours.allBut(0, "/sleep?ms=60000");
            neighbours.send(0, "/unruly/loop");
            product.log().await(LogLines.HELD_UP, Await.SOON);
            try (LoadClient load =
                    LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
                product.log().await(LogLines.HUNG, Await.SOON);
                product.log().await(LogLines.ready(1), 3, Await.SOON);
                load.awaitMore(100);
                Tally tally = load.stop();
                assertThat(tally.failures()).as("%s", tally).isEmpty();
            }
        }
        Matcher lost = product.log().await(LogLines.LOST, Await.SOON);
        assertThat(lost.group("pid")).isEqualTo("" + hungPid(product));
        assertThat(lost.group("requests")).as("%s", lost).isEqualTo("4");
        assertThat(lost.group("connections")).as("%s", lost).isEqualTo("4");
        Path folder = evidence(product, hungPid(product));
        assertThat(product.log().all(LogLines.LOST)).as("said once").hasSize(1);
        assertThat(Files.readString(folder.resolve("report.txt"))).contains("GET /unruly/loop");
        assertThat(Files.readString(folder.resolve("threads.txt"))).contains("loopForever");
        assertThat(product.stop()).isZero();
        assertThat(product.log().all(LogLines.LOST)).hasSize(1);
    }

    /** Connections to one and the same worker. */
    private record Neighbours(List<HttpConnection> connections) implements AutoCloseable {
        static Neighbours of(int port, int count) throws IOException {
            List<HttpConnection> all = new ArrayList<>();
            String worker = "";
            while (all.size() < count) {
                HttpConnection next = HttpConnection.to(port);
                String answered = next.get("/echo?n=1").text().replaceFirst("(?s).* pid=(\\d+).*", "$1");
                worker = worker.isEmpty() ? answered : worker;
                if (answered.equals(worker)) {
                    all.add(next);
                } else {
                    next.close();
                }
            }
            return new Neighbours(all);
        }

        void send(int number, String target) throws IOException {
            connections.get(number).send("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
        }

        void allBut(int number, String target) throws IOException {
            for (int i = 0; i < connections.size(); i++) {
                if (i != number) {
                    send(i, target);
                }
            }
        }

        @Override
        public void close() throws IOException {
            for (HttpConnection connection : connections) {
                connection.close();
            }
        }
    }

    private static long hungPid(Product product) {
        return Long.parseLong(product.log().await(LogLines.HUNG, Await.SOON).group("pid"));
    }

    @Test
    void workersRecycledByRequestsAreReplacedOneAtATimeAndNeverTooFew() {
        int workers = Scale.of(4, 2);
        Product product = shop(workers, 4)
                .options("--max-requests", Scale.of(2_000, 200) + "")
                .start();
        try (LoadClient load = LoadClient.start(hardOn(product))) {
            product.log()
                    .await(
                            LogLines.replaced("served "),
                            Scale.of(40, 4),
                            Scale.of(Await.SOON.multipliedBy(5), Await.SOON));
            product.log().await(LogLines.ready(1), workers + Scale.of(40, 4), Await.SOON);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(fewestReady(product.log(), workers)).isEqualTo(workers);
        assertThat(closest(product.log()))
                .as("one begins only when the one before has its replacement, which takes time to start")
                .isGreaterThan(Duration.ofMillis(200));
    }

    /** In a long run as hard as clients can, which check every byte. */
    private static Load hardOn(Product product) {
        Duration pace = Scale.of(Duration.ZERO, Duration.ofMillis(20));
        return new Load(product.address(), 8, 0, 4, 0, pace, false);
    }

    /** How far apart workers were told to drain, at least. */
    private static Duration closest(OutputLog log) {
        List<Duration> drains = log.lines().stream()
                .filter(line -> LogLines.change("READY", "DRAINING")
                        .matcher(line.text())
                        .find())
                .map(OutputLog.Line::elapsed)
                .toList();
        return IntStream.range(1, drains.size())
                .mapToObj(i -> drains.get(i).minus(drains.get(i - 1)))
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** From the moment on at which all were ready for the first time. */
    private static int fewestReady(OutputLog log, int workers) {
        int ready = 0;
        int fewest = workers;
        boolean up = false;
        for (OutputLog.Line line : log.lines()) {
            ready += LogLines.change("STARTING", "READY").matcher(line.text()).find() ? 1 : 0;
            ready -= LogLines.change("READY", "\\w+").matcher(line.text()).find() ? 1 : 0;
            up |= ready == workers;
            fewest = up ? Math.min(fewest, ready) : fewest;
        }
        return fewest;
    }

    /**
     * 40m leak a second. A worker of 100m reaches its limit after eight seconds, but stays for ten; one waits for the other, a
     * fresh one joins them: so 1400m for all processes together, where without the limit each worker would grow to 1500m.
     */
    @LongRun
    @Test
    void aLeakCostsOneWorkerAtATimeAndTheMemoryOfAllIsBoundedAndTheLogSaysWhereItIs() throws IOException {
        Product product = shop(2, 4)
                .options("--max-worker-memory", "260m", "-J", "-Xmx1500m", "-J", "-Xms16m")
                .start();
        int replaced = Scale.of(30, 2);
        Leak leak = new Leak(product);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            Await.until(
                    "leaking workers are replaced",
                    Scale.of(Await.SOON.multipliedBy(8), Await.SOON.multipliedBy(2)),
                    () -> leak.goOnUntil(LogLines.replaced("uses \\d+m \\(limit 260m\\): heap"), replaced));
            product.log().await(LogLines.ready(1), 2 + replaced, Await.SOON);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(leak.most).as("megabytes of all processes").isLessThan(1_400);
    }

    @Test
    @LongRun
    void whereAReplacementHasNoRoomBesideItTheOldWorkerLeavesFirst() throws IOException {
        try (MemoryGroup group = MemoryGroup.of(480L << 20)) {
            Product product = shop(2, 4)
                    .options("--max-worker-memory", "170m", "-J", "-Xmx300m", "-J", "-Xms16m", "--evidence", "none")
                    .launched(Launcher.inGroup(group.folder()))
                    .start();
            Await.until("both are too large", Await.SOON, () -> {
                boolean both = product.workers().stream()
                        .allMatch(worker -> worker.process().residentKilobytes() > 180 << 10);
                if (!both) {
                    leak(product);
                }
                return both;
            });
            Matcher old = product.log().await(LogLines.NO_ROOM, Await.SOON);
            product.log().await(LogLines.ready(1), 3, Await.SOON);
            String end = product.log()
                    .await(LogLines.entered(Long.parseLong(old.group("pid")), "EXITED"), Await.SOON)
                    .group();
            String third = product.log().await(LogLines.STARTING, 3, Await.SOON).group();
            List<String> lines = product.log().texts(OutputLog.Source.STDERR);
            assertThat(indexOf(lines, third)).as("where its replacement starts").isGreaterThan(indexOf(lines, end));
            assertThat(product.stop()).isZero();
        }
    }

    private static int indexOf(List<String> lines, String text) {
        return lines.indexOf(
                lines.stream().filter(line -> line.contains(text)).findFirst().orElse(""));
    }

    /** A control group with this much memory; tests without the right to make one are left out. */
    private record MemoryGroup(Path folder) implements AutoCloseable {
        static MemoryGroup of(long bytes) throws IOException {
            Path parent = Path.of("/sys/fs/cgroup/memory");
            assumeThat(parent).isDirectory().isWritable();
            Path folder = Files.createTempDirectory(parent, "spawning-it");
            Files.writeString(folder.resolve("memory.limit_in_bytes"), "" + bytes);
            return new MemoryGroup(folder);
        }

        @Override
        public void close() {
            Await.until(
                    "the group is removed", Await.SOON, () -> folder.toFile().delete());
        }
    }

    /** Leaks 10 MB at a time, and notes what all processes use. */
    private static final class Leak {
        private static final Duration PAUSE = Duration.ofMillis(250);

        private final Product product;
        private long next = System.nanoTime();
        private long most;

        Leak(Product product) {
            this.product = product;
        }

        boolean goOnUntil(Pattern said, int times) {
            if (System.nanoTime() - next > 0) {
                next = System.nanoTime() + PAUSE.toNanos();
                leak(product);
                long all = product.processes().stream()
                                .mapToLong(Proc::residentKilobytes)
                                .sum()
                        / 1024;
                most = Math.max(most, all);
            }
            return product.log().all(said).size() >= times;
        }
    }

    @Test
    @LongRun
    void theWholeInstanceIsKeptWithinItsMemory() throws IOException {
        Product product = shop(2, 4)
                .options("--max-memory", "500m", "-J", "-Xmx1500m", "-J", "-Xms16m", "--evidence", "none")
                .start();
        Leak leak = new Leak(product);
        Await.until(
                "it is replaced",
                Await.SOON,
                () -> product.log().toString(),
                () -> leak.goOnUntil(
                        LogLines.replaced("the instance uses \\d+m PSS \\(limit 500m\\), this worker \\d+m: heap"), 1));
        product.log().await(LogLines.ready(1), 3, Await.SOON);
        product.awaitOnly(2, 1);
    }

    @Test
    void replacingStopsWhenFreshWorkersAloneNeedTooMuch() throws IOException {
        Product product =
                shop(2, 4).options("--max-memory", "60m", "--evidence", "none").start();
        product.log().await(LogLines.HOPELESS, Await.SOON);
        product.awaitOnly(2, 1);
        assertThat(product.log().all(LogLines.replaced("the instance uses "))).hasSizeLessThan(3);
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
    }

    private static void leak(Product product) {
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(HttpConnection.get(product.port(), "/unruly/leak").status())
                        .isEqualTo(200);
            }
        } catch (IOException e) {
            throw new AssertionError("a leaking request failed", e);
        }
    }

    @Test
    void anOutOfMemoryErrorThatIsSwallowedRetiresTheWorkerInOrder() throws IOException {
        Product product = shop(2, 4).options("-J", "-Xmx64m").start();
        assertThat(HttpConnection.get(product.port(), "/unruly/oom").status()).isEqualTo(200);
        product.log().await(LogLines.replaced("OutOfMemoryError"), Await.SOON);
        product.log().await(LogLines.ready(1), 3, Await.SOON);
        product.awaitOnly(2, 1);
        assertThat(HttpConnection.get(product.port(), "/unruly/overflow").status())
                .isEqualTo(500);
        assertThat(product.workers()).hasSize(2);

        // of what is not on its heap, the JVM tells nobody
        assertThat(HttpConnection.get(product.port(), "/unruly/direct").status())
                .isEqualTo(500);
        product.log().await(LogLines.replaced("OutOfMemoryError"), 2, Await.SOON);
        product.log().await(LogLines.ready(1), 4, Await.SOON);
    }

    private Path evidence(Product product, long pid) throws IOException {
        product.log().await(LogLines.EVIDENCE, Await.SOON);
        return evidence().stream()
                .filter(folder -> folder.toString().endsWith("-pid-" + pid))
                .findFirst()
                .orElseThrow();
    }

    private List<Path> evidence() throws IOException {
        try (Stream<Path> all = Files.walk(products.folder().resolve("evidence"), 1)) {
            return all.skip(1).toList();
        }
    }

    private ProductBuilder shop(int workers, int threads) {
        Path folder = TestApplications.classes(products.folder(), "v1", OnLoad.NOTHING);
        TestApplications.compiled(folder, "Unruly.java");
        return products.product()
                .workers(workers, threads)
                .options("--keep-alive", "2", "--classpath", folder.toString())
                .options("--evidence-dir", products.folder().resolve("evidence").toString())
                .application(TestApplications.CLASS, "Unruly");
    }
}
