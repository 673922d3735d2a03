// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken;
import spawning.harness.HttpConnection;
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
import spawning.harness.SmallDisk;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What is known of workers that came to a bad end, and what does it cost to know it? */
class EvidenceIT {
    private static final String SECRET = "a-secret-of-the-test";
    private static final int WORKERS = 2;
    private static final int EVIDENCE_MEGABYTES = 2;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aCrashIsWrittenDownAndWhatWasInFlightSeveralTimesIsASuspect() throws IOException {
        Product product = shop().start();
        crash(product, "halt?card=4711", 1);
        crash(product, "halt?card=4711", 2);
        product.log().await(LogLines.suspect("GET /unruly/halt was in flight in 2 of the last 2 crashes"), Await.SOON);
        for (Path folder : cases()) {
            assertThat(Files.readString(folder.resolve("report.txt")))
                    .contains("exit code 3", "GET /unruly/halt")
                    .doesNotContain("4711");
        }
    }

    /** Sends a request that ends its worker, and returns the folder of the so-and-so-many-th case. */
    private static Path crash(Product product, String how, int count) throws IOException {
        try (HttpConnection client = HttpConnection.to(product.port())) {
            client.send("GET /unruly/" + how + " HTTP/1.1\r\nHost: test\r\nCookie: sid=4711\r\n\r\n");
            Matcher evidence = product.log().await(LogLines.EVIDENCE, count, Await.SOON);
            return Path.of(evidence.group("folder"));
        }
    }

    @Test
    void howAWorkerEndedIsToldApartAndSecretsStandNowhere() throws IOException {
        Product product = shop().environment("API_TOKEN", SECRET)
                .options("--env", "DB_PASSWORD=" + SECRET, "-J", "-Dshop.secret=" + SECRET)
                .start();
        Path native_ = crash(product, "segv?card=4711", 1);
        assertThat(Files.readString(native_.resolve("report.txt")))
                .contains("signal 6 (ABRT)", "the JVM left hs_err-", "GET /unruly/segv");
        assertThat(files(native_, "hs_err-\\d+\\.log"))
                .hasSize(1)
                .allSatisfy(file -> assertThat(text(file)).contains("SIGSEGV", "readNowhere", "-Dshop.secret=***"));
        assertThat(Files.readString(crash(product, "exit", 2).resolve("report.txt")))
                .contains("exit code 7", "GET /unruly/exit");
        product.log().await(LogLines.ready(1), WORKERS + 2, Await.SOON);
        Signal.KILL.to(product.workers().getFirst().pid());
        Matcher evidence = product.log().await(LogLines.EVIDENCE, 3, Await.SOON);
        assertThat(Files.readString(Path.of(evidence.group("folder")).resolve("report.txt")))
                .contains("signal 9 (KILL)", "signal 9, not by the controller", "out-of-memory killer");
        assertNowhere(SECRET, "4711");
    }

    private void assertNowhere(String... secrets) throws IOException {
        for (Path folder : cases()) {
            for (Path file : files(folder, ".*")) {
                assertThat(text(file)).as("%s", file).doesNotContain(secrets);
            }
        }
    }

    @Test
    @LongRun
    void aFlightRecordingOutlivesItsWorker() throws IOException {
        Product product = shop().environment("API_TOKEN", SECRET)
                .options("--evidence", "jfr", "--hang-timeout", "2", "-J", "-Dshop.secret=" + SECRET)
                .start();
        assertThat(product.log().texts(OutputLog.Source.STDOUT)).isEmpty();
        long killed = product.workers().getFirst().pid();
        awaitRecorded(product, killed);
        Signal.KILL.to(killed);
        Path folder =
                Path.of(product.log().await(LogLines.EVIDENCE, 1, Await.SOON).group("folder"));
        assertRecorded(folder.resolve("recording.jfr"));

        assertRecorded(crash(product, "segv", 2).resolve("recording.jfr"));

        product.log().await(LogLines.ready(1), WORKERS + 2, Await.SOON);
        long stopped = product.workers().getFirst().pid();
        awaitRecorded(product, stopped);
        Signal.STOP.to(stopped);
        Await.until("it is stopped", Await.SOON, () -> new Proc(stopped).stopped());
        folder = Path.of(product.log().await(LogLines.EVIDENCE, 3, Await.SOON).group("folder"));
        assertRecorded(folder.resolve("recording.jfr"));
        assertNowhere(SECRET);

        product.log().await(LogLines.ready(1), WORKERS + 3, Await.SOON);
        long before = product.workers().getFirst().pid();
        Signal.TERM.to(before);
        Await.until(
                "only those who live have a repository",
                Await.SOON,
                () -> product.workers().size() == WORKERS
                        && repositories(product).size() == WORKERS
                        && repositories(product).stream().noneMatch(path -> path.endsWith("_" + before)));
    }

    /** Recordings are flushed each second; what is younger goes with the process. */
    private static void awaitRecorded(Product product, long pid) {
        Await.until(
                "the recording was flushed",
                Await.SOON,
                () -> repositories(product).stream()
                        .filter(path -> path.endsWith("_" + pid))
                        .flatMap(path -> files(Path.of(path), ".*\\.jfr").stream())
                        .anyMatch(file -> file.toFile().length() > 10_000));
    }

    private static List<String> repositories(Product product) {
        try (Stream<Path> all = Files.walk(product.stateFolder())) {
            return all.filter(path -> path.getParent().endsWith("jfr"))
                    .map(Path::toString)
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // one has just been removed
        }
    }

    private static void assertRecorded(Path recording) throws IOException {
        assertThat(RecordingFile.readAllEvents(recording))
                .extracting(event -> event.getEventType().getName())
                .contains("jdk.CPUInformation")
                .doesNotContain("jdk.InitialEnvironmentVariable", "jdk.InitialSystemProperty", "jdk.JVMInformation");
    }

    @Test
    void onAFullDiskNothingIsKeptAndTheServiceGoesOn() throws IOException {
        Path folder = products.folder("small");
        Optional<SmallDisk> mounted = SmallDisk.at(folder);
        assumeTrue(mounted.isPresent(), "nothing can be mounted here");
        try (SmallDisk disk = mounted.get()) {
            Product product = shop().options(
                            "--evidence-dir", folder.resolve("evidence").toString())
                    .start();
            disk.fill();
            try (HttpConnection client = HttpConnection.to(product.port())) {
                client.send("GET /unruly/halt HTTP/1.1\r\nHost: test\r\n\r\n");
                product.log().await(LogLines.NO_EVIDENCE, Await.SOON);
            }
            product.log().await(LogLines.ready(1), WORKERS + 1, Await.SOON);
            disk.free();
            crash(product, "halt", 1);
            assertThat(product.stop()).isZero();
        }
    }

    @Test
    @LongRun
    void anAttackThatCrashesWorkersEndsWithTheAttack() throws Exception {
        Product product =
                shop().options("--evidence-size", EVIDENCE_MEGABYTES + "m").start();
        HttpConnection.get(product.port(), "/echo?n=1");
        long controller = product.controller().pid();
        int descriptors = product.controller().descriptors().size();
        LocalDateTime begun = LocalDateTime.now(ZoneId.systemDefault());
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            load.awaitMore(100);
            long attacks = attack(product, Scale.of(Duration.ofSeconds(20), Duration.ofSeconds(2)));
            Tally during = load.stop();
            report(product, attacks, during);
        }
        Await.until("all workers are back", Await.SOON, product.log()::toString, () -> ready(product) == WORKERS);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()).withoutIdling())) {
            load.awaitMore(200);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(product.controller().pid()).isEqualTo(controller);
        Await.until(
                "the controller has no more descriptors than before",
                Await.SOON,
                () -> descriptors + " before, now " + product.controller().descriptors(),
                () -> product.controller().descriptors().size() <= descriptors);
        assertThat(product.log().all(LogLines.SUSPECT))
                .extracting(suspect -> suspect.group("what"))
                .as("named, and not each time")
                .doesNotHaveDuplicates()
                .containsAnyOf("GET /unruly/halt", "GET /unruly/segv");
        assertThat(size(products.folder().resolve("evidence"))).isLessThan(EVIDENCE_MEGABYTES << 20);
        assertThat(untilReplaced(product, begun)).isLessThan(Duration.ofSeconds(2));
    }

    /** Fifty times a second, half of them by a native crash. @return how often */
    private static long attack(Product product, Duration length) throws InterruptedException {
        AtomicLong count = new AtomicLong();
        int port = product.port();
        try (ScheduledExecutorService attackers = Executors.newScheduledThreadPool(16)) {
            var _ = attackers.scheduleAtFixedRate(
                    () -> Thread.ofVirtual()
                            .start(() -> request(port, count.incrementAndGet() % 2 == 0 ? "halt" : "segv")),
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            var _ = attackers.awaitTermination(length.toMillis(), TimeUnit.MILLISECONDS);
            attackers.shutdownNow();
        }
        return count.get();
    }

    private static void request(int port, String how) {
        try (HttpConnection client = HttpConnection.to(port)) {
            client.get("/unruly/" + how);
        } catch (Broken expected) {
            // by its worker's end
        } catch (IOException e) {
            throw new AssertionError("cannot close", e);
        }
    }

    private static int ready(Product product) {
        int ready = 0;
        for (var line : product.log().lines()) {
            ready += LogLines.change("STARTING", "READY").matcher(line.text()).find() ? 1 : 0;
            ready -= LogLines.change("READY", "\\w+").matcher(line.text()).find() ? 1 : 0;
        }
        return ready;
    }

    private void report(Product product, long attacks, Tally during) throws IOException {
        Map<?, Long> failures = during.failures().stream()
                .collect(Collectors.groupingBy(
                        failure -> failure.how() + " "
                                + failure.text().lines().findFirst().orElse("").replaceAll("\\d+", "N"),
                        Collectors.counting()));
        System.out.println(attacks + " attacks; others: " + during.answered() + " answered, "
                + during.failures().size() + " failed " + failures + "; "
                + product.log().all(LogLines.change("READY", "EXITED")).size() + " workers crashed, panic said "
                + product.log().all(LogLines.PANIC).size() + " times, delays " + LogLines.delays(product.log())
                + "; cases kept " + cases().size() + ", bytes "
                + size(products.folder().resolve("evidence")) + "; suspects said "
                + product.log().all(LogLines.SUSPECT).size());
    }

    /** From the first crash to the start of the process in its place. */
    private static Duration untilReplaced(Product product, LocalDateTime since) {
        List<OutputLog.Line> lines = product.log().lines().stream()
                .dropWhile(line ->
                        !LogLines.change("READY", "EXITED").matcher(line.text()).find())
                .toList();
        var started = lines.stream()
                .filter(line -> LogLines.STARTING.matcher(line.text()).find())
                .findFirst()
                .orElseThrow();
        assertThat(LogLines.writtenAt(lines.getFirst())).isAfter(since);
        return Duration.between(LogLines.writtenAt(lines.getFirst()), LogLines.writtenAt(started));
    }

    private List<Path> cases() throws IOException {
        try (Stream<Path> all = Files.walk(products.folder().resolve("evidence"), 1)) {
            return all.skip(1).toList();
        }
    }

    private static List<Path> files(Path folder, String name) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().matches(name))
                    .toList();
        } catch (IOException e) {
            return List.of(); // it has just gone
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private ProductBuilder shop() {
        Path folder = TestApplications.classes(products.folder(), "v1", OnLoad.NOTHING);
        TestApplications.compiled(folder, "Unruly.java");
        return products.product()
                .workers(WORKERS, 4)
                .options("--keep-alive", "2", "--classpath", folder.toString())
                .options("--evidence-dir", products.folder().resolve("evidence").toString())
                .application(TestApplications.CLASS, "Unruly");
    }
}
