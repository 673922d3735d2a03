// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.ControllerMessage;

@Timeout(60)
class CollectorTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int NO_PID = 99_999_999; // more than a kernel gives out

    @TempDir
    private Path base;

    private Path evidence() {
        return base.resolve("evidence");
    }

    private Collector collector(EvidenceKind kind, Duration dumpLimit) {
        Masking masking = Masking.of(List.of(Map.of("API_TOKEN", "gold")));
        return new Collector(kind, new Store(evidence(), 1 << 20), masking, MonotonicClock.SYSTEM, dumpLimit);
    }

    private Subject subject(long number, int pid, Predicate<ControllerMessage> told) {
        return new Subject(number, 1, 1, new FakeWorker(pid, told), base);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills a worker without a process, so that it is seen to have ended. */
    private static Runnable killing(Collector collector, long number, CountDownLatch killed) {
        return () -> {
            killed.countDown();
            collector.ended(number);
        };
    }

    private String only(String file) throws IOException {
        try (Stream<Path> all = Files.list(evidence())) {
            return Files.readString(all.toList().getFirst().resolve(file));
        }
    }

    @Test
    void whatAWorkerWroteIsKeptAndMaskedAndThenItIsKilled() throws IOException {
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.beforeKill(
                    subject(5, NO_PID, message -> {
                        write(((ControllerMessage.Dump) message).folder(), "the token is gold");
                        assertThat(killed.getCount()).isEqualTo(1);
                        collector.dumped(5);
                        return true;
                    }),
                    "it hung",
                    killing(collector, 5, killed));
            await(killed);
        }
        assertThat(only("threads.txt")).isEqualTo("the token is ***\n");
        assertThat(only("report.txt")).contains("it hung").doesNotContain("no stacks");
        assertThat(only("threads-kernel.txt")).contains("the process has ended");
    }

    @Test
    void theSecretsOfALaterGenerationAreMaskedAsWell() throws IOException {
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.learn(Map.of("DB_PASSWORD", "silver"));
            collector.beforeKill(subject(5, NO_PID, message -> false), "gold and silver", killed::countDown);
            await(killed);
        }
        assertThat(only("report.txt")).contains("*** and ***");
    }

    private static void write(String folder, String text) {
        try {
            Files.writeString(Path.of(folder, "threads.txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWorkerThatNeverAnswersIsKilledAtTheLimit() throws IOException {
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, SHORT)) {
            collector.beforeKill(subject(5, NO_PID, message -> true), "it hung", killing(collector, 5, killed));
            await(killed);
        }
        assertThat(only("report.txt")).contains("the worker did not write them within");
    }

    @Test
    void aWorkerThatDoesNotReadIsKilledAtOnce() throws IOException {
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.beforeKill(subject(5, NO_PID, message -> false), "it hung", killing(collector, 5, killed));
            await(killed);
        }
        assertThat(only("report.txt")).contains("does not read its lifeline");
    }

    @Test
    void aWorkerThatDiesMeanwhileIsNotWaitedFor() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.HEAP, LONG)) {
            collector.beforeKill(
                    subject(5, NO_PID, message -> {
                        asked.countDown();
                        return true;
                    }),
                    "it hung",
                    () -> {});
            await(asked);
            collector.ended(5);
        }
        assertThat(only("report.txt")).contains("the worker ended meanwhile");
    }

    @Test
    void twoAtOnceDoNotWaitForEachOtherAndTooManyAreKilledAtOnce() throws IOException {
        CountDownLatch asked = new CountDownLatch(4);
        CountDownLatch killed = new CountDownLatch(4);
        CountDownLatch fifth = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            for (int i = 0; i < 4; i++) {
                collector.beforeKill(
                        subject(i, NO_PID + i, message -> {
                            asked.countDown();
                            return true;
                        }),
                        "it hung",
                        killing(collector, i, killed));
            }
            await(asked);
            collector.beforeKill(subject(9, NO_PID, message -> true), "it hung", fifth::countDown);
            assertThat(fifth.getCount()).isZero();
            for (int i = 0; i < 4; i++) {
                collector.dumped(i);
            }
            await(killed);
        }
        try (Stream<Path> all = Files.list(evidence())) {
            assertThat(all).hasSize(4);
        }
    }

    @Test
    void whereNothingCanBeWrittenTheWorkerIsKilledAllTheSame() throws IOException {
        Files.writeString(evidence(), "a file");
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.beforeKill(subject(5, NO_PID, message -> true), "it hung", killing(collector, 5, killed));
            await(killed);
            collector.afterEnd(subject(6, NO_PID, message -> true), "exit code 3");
        }
        assertThat(evidence()).isRegularFile();
    }

    @Test
    void aFaultOfItsOwnStopsNoKill() {
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.beforeKill(
                    subject(5, NO_PID, message -> {
                        throw new OutOfMemoryError("unable to create native thread");
                    }),
                    "it hung",
                    killed::countDown);
            await(killed);
        }
    }

    @Test
    void withoutEvidenceTheWorkerIsKilledByTheCaller() {
        Thread[] by = new Thread[1];
        try (Collector collector = collector(EvidenceKind.NONE, Duration.ZERO)) {
            collector.beforeKill(subject(5, NO_PID, message -> false), "it hung", () -> by[0] = Thread.currentThread());
            collector.afterEnd(subject(6, NO_PID, message -> true), "exit code 3");
        }
        assertThat(by[0]).isSameAs(Thread.currentThread());
        assertThat(evidence()).doesNotExist();
    }

    @Test
    void theEndOfTheControllerWaitsForWhatIsBeingWrittenAndNotForMore() throws IOException {
        Files.writeString(base.resolve("hs_err-7.log"), "# SIGSEGV\nDB_PASSWORD=x\n");
        Files.writeString(base.resolve("hs_err-77.log"), "of another");
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.afterEnd(subject(6, 7, message -> true), "signal 6 (ABRT)");
        }
        assertThat(only("hs_err-7.log")).isEqualTo("# SIGSEGV\nDB_PASSWORD=***\n");
        assertThat(only("report.txt")).contains("signal 6 (ABRT)", "the JVM left hs_err-7.log");
        assertThat(base.resolve("hs_err-77.log")).exists();

        long begun = System.nanoTime();
        Collector stuck = collector(EvidenceKind.BASIC, LONG);
        stuck.beforeKill(subject(5, NO_PID, message -> true), "it hung", () -> {});
        stuck.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void whatAKilledWorkerLeftAtAnOutOfMemoryErrorBeforeIsKeptToo() throws IOException {
        Files.writeString(base.resolve("oom-7"), "");
        Files.writeString(base.resolve("java_pid7.hprof"), "JAVA PROFILE");
        Files.writeString(base.resolve("worker-7.args"), "\"-Da=b\"");
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.HEAP, SHORT)) {
            collector.beforeKill(subject(5, 7, message -> true), "it hung", killing(collector, 5, killed));
            await(killed);
        }
        assertThat(only("java_pid7.hprof")).isEqualTo("JAVA PROFILE");
        assertThat(base.resolve("oom-7"))
                .as("it would be taken for that of a later worker with this pid")
                .doesNotExist();
        assertThat(base.resolve("worker-7.args"))
                .as("with this start workers in slot 7")
                .exists();
    }

    @Test
    void whatIsWrittenWhileAWorkerThatIsKilledEndsIsMaskedToo() throws IOException {
        CountDownLatch killed = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, SHORT)) {
            String[] folder = new String[1];
            collector.beforeKill(
                    subject(5, NO_PID, message -> {
                        folder[0] = ((ControllerMessage.Dump) message).folder();
                        return true;
                    }),
                    "it hung",
                    killed::countDown);
            await(killed);
            write(folder[0], "the token is gold");
            collector.ended(5);
        }
        assertThat(only("threads.txt")).isEqualTo("the token is ***\n");
    }

    @Test
    void aGenerationIsRemovedWhenWhatItsWorkersLeftHasBeenLookedAt() throws IOException {
        Path generation = Files.createDirectory(base.resolve("gen-2"));
        Files.writeString(generation.resolve("hs_err-7.log"), "# SIGSEGV");
        CountDownLatch asked = new CountDownLatch(1);
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            FakeWorker slow = new FakeWorker(NO_PID, message -> {
                asked.countDown();
                return true;
            });
            collector.beforeKill(new Subject(5, 1, 2, slow, generation), "it hung", () -> collector.ended(5));
            await(asked);
            FakeWorker crashed = new FakeWorker(7, message -> true);
            collector.afterEnd(new Subject(6, 2, 2, crashed, generation), "signal 11 (SEGV)");
            CountDownLatch removed = new CountDownLatch(1);
            collector.beforeDiscard(2, removed::countDown);
            assertThat(removed.getCount()).as("two are looked at").isEqualTo(1);
            collector.beforeDiscard(3, () -> assertThat(removed.getCount()).isEqualTo(1));
            collector.dumped(5);
            await(removed);
            assertThat(generation.resolve("hs_err-7.log")).doesNotExist();
        }
    }

    @Test
    void ofAWorkerWhoseGenerationIsGoneThereIsAReportAllTheSame() throws IOException {
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            FakeWorker crashed = new FakeWorker(7, message -> true);
            collector.afterEnd(new Subject(6, 2, 2, crashed, base.resolve("gone")), "signal 11 (SEGV)");
        }
        assertThat(only("report.txt")).contains("signal 11 (SEGV)");
    }

    @Test
    void secretsOfALaterGenerationAreMaskedToo() throws IOException {
        Files.writeString(base.resolve("hs_err-7.log"), "silver and gold");
        try (Collector collector = collector(EvidenceKind.BASIC, LONG)) {
            collector.learn(Map.of("DB_PASSWORD", "silver"));
            collector.afterEnd(subject(6, 7, message -> true), "signal 6 (ABRT)");
        }
        assertThat(only("hs_err-7.log")).isEqualTo("*** and ***\n");
    }

    @Test
    void anOrderlyEndLeavesNoCaseButAHeapDump() throws IOException {
        Path chunks = Files.createDirectories(base.resolve("jfr/2026_01_02_03_04_05_7"));
        Files.writeString(base.resolve("oom-7"), "");
        try (Collector collector = collector(EvidenceKind.HEAP, LONG)) {
            collector.afterOrderlyEnd(subject(6, 7, message -> true));
        }
        assertThat(evidence()).doesNotExist();
        assertThat(chunks).doesNotExist();
        assertThat(base.resolve("oom-7")).doesNotExist();

        Files.writeString(base.resolve("java_pid7.hprof"), "JAVA PROFILE");
        try (Collector collector = collector(EvidenceKind.HEAP, LONG)) {
            collector.afterOrderlyEnd(subject(6, 7, message -> true));
        }
        assertThat(only("java_pid7.hprof")).isEqualTo("JAVA PROFILE");
    }

    @Test
    void aKillWaitsForLongerThanTheDumpMayTake() {
        assertThat(Collector.killLimit(EvidenceKind.NONE)).isZero();
        assertThat(Collector.killLimit(EvidenceKind.BASIC)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Collector.killLimit(EvidenceKind.HEAP)).isGreaterThan(Duration.ofSeconds(30));
    }
}
