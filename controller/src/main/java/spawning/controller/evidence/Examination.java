// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.ControllerMessage;
import spawning.protocol.scoreboard.Flight;

/** Looks at one worker and writes a case of it. Blocks; any thread. Nothing is thrown, what fails is logged. */
final class Examination {
    private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

    /** SIGKILL takes no time, but a large process takes some to be taken apart. */
    private static final Duration END_TAKES = Duration.ofSeconds(2);

    private static final Path PROC = Path.of("/proc");
    private static final String RECORDING = "recording.jfr";

    private final EvidenceKind kind;
    private final Duration dumpLimit;
    private final Store store;
    private final Masking masking;
    private final MonotonicClock clock;
    private final Suspects suspects = new Suspects();
    private final CauseOfDeath cause;

    Examination(
            EvidenceKind kind, Duration dumpLimit, Store store, Masking masking, OomKills kills, MonotonicClock clock) {
        this.kind = kind;
        this.dumpLimit = dumpLimit;
        this.store = store;
        this.masking = masking;
        this.clock = clock;
        this.cause = new CauseOfDeath(PROC, kills);
    }

    /** A case while it is written. */
    private record Case(Subject subject, String what, Path folder, List<Flight> flights, List<String> remarks) {
        static Case of(Subject subject, String what, Path folder) {
            return new Case(
                    subject, what, folder, subject.process().scoreboard().flights(), new ArrayList<>());
        }
    }

    /** What the worker itself tells, then the kill, in any case, and then what can be done without it. */
    void ofLiving(Subject subject, Patient patient, String reason, Runnable kill) {
        withFolder(subject, kill, folder -> {
            Case one = Case.of(subject, reason, folder);
            try {
                askForDump(one, patient);
                Files.writeString(folder.resolve("threads-kernel.txt"), KernelView.of(PROC, subject.pid()));
            } finally {
                kill.run(); // what follows can be done without it, and nobody is to wait for that
            }
            boolean ended = patient.awaitEnd(END_TAKES); // else it might still write what is masked then
            takeCrashReports(one);
            if (kind.compareTo(EvidenceKind.JFR) >= 0 && ended) {
                takeRecording(one);
            }
            write(one);
        });
    }

    /** What a worker left that ended unexpectedly. */
    void ofDead(Subject subject, String ending) {
        withFolder(subject, () -> {}, folder -> {
            Case one = Case.of(subject, ending, folder);
            takeCrashReports(one);
            takeRecording(one);
            one.remarks().addAll(cause.remarks(subject, ending));
            suspects.crashed(one.flights().stream().map(Flight::line).toList(), clock.nanos())
                    .forEach(suspect -> accuse(one, suspect));
            write(one);
        });
    }

    /** A heap dump that it left at an OutOfMemoryError is for people; all else goes. */
    void ofOrderlyEnded(Subject subject) {
        try {
            if (!Leftovers.heapDumps(subject).isEmpty()) {
                withFolder(subject, () -> {}, folder -> {
                    Case one = Case.of(subject, "it was replaced after an OutOfMemoryError", folder);
                    takeCrashReports(one);
                    write(one);
                });
            }
            repository(subject).remove(subject.pid());
            Leftovers.removeMark(subject);
        } catch (IOException e) {
            LOG.debug("what worker pid {} left stays until its generation goes", subject.pid(), e);
        }
    }

    @FunctionalInterface
    private interface Work {
        void in(Path folder) throws IOException, InterruptedException;
    }

    /** @param always done after the work at the latest, also if that fails or is not begun; perhaps for the second time */
    private void withFolder(Subject subject, Runnable always, Work work) {
        Path folder = null;
        try {
            folder = store.open(Instant.now(), subject.slot(), subject.pid());
            work.in(folder);
        } catch (IOException | RuntimeException | Error e) {
            LOG.warn("evidence of worker {} (pid {}) cannot be kept: {}", subject.slot(), subject.pid(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the controller ends, and the thread with it
        } finally {
            always.run();
            if (folder != null) {
                close(folder);
            }
        }
    }

    private void close(Path folder) {
        try {
            store.close(folder);
        } catch (IOException e) {
            LOG.warn("the evidence cannot be kept within its size: {}", e.toString());
        }
    }

    private void write(Case one) throws IOException {
        Subject subject = one.subject();
        try (Stream<Path> files = Files.list(one.folder())) {
            for (Path file : files.filter(Examination::isText).toList()) {
                masking.file(file);
            }
        }
        String report = Report.of(subject, one.what(), Instant.now(), clock.nanos(), one.flights(), one.remarks());
        Files.writeString(one.folder().resolve("report.txt"), masking.text(report));
        Files.writeString(
                one.folder().resolve("log.txt"),
                masking.text(subject.process().scoreboard().log()));
        LOG.warn("worker {} (pid {}): evidence is in {}", subject.slot(), subject.pid(), one.folder());
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".txt") || name.endsWith(".log");
    }

    private void accuse(Case one, Suspects.Suspect suspect) {
        one.remarks().add("suspect: " + suspect);
        if (suspect.news()) {
            LOG.warn("suspect: {}", masking.text(suspect.toString()));
        }
    }

    private void askForDump(Case one, Patient patient) throws InterruptedException {
        ControllerMessage.Dump order = new ControllerMessage.Dump(
                one.folder().toString(), kind.compareTo(EvidenceKind.JFR) >= 0, kind == EvidenceKind.HEAP);
        if (!one.subject().process().send(order)) {
            one.remarks().add("no stacks: the worker does not read its lifeline; see threads-kernel.txt");
            return;
        }
        switch (patient.awaitDump(dumpLimit)) {
            case WRITTEN -> {}
            case ENDED -> one.remarks().add("no stacks, or not all: the worker ended meanwhile");
            case LATE ->
                one.remarks()
                        .add("no stacks, or not all: the worker did not write them within " + dumpLimit.toSeconds()
                                + " s; see threads-kernel.txt");
        }
    }

    /** What the JVM itself wrote: hs_err_pidN.log, a heap dump at an OutOfMemoryError, pieces of a flight recording. */
    private static void takeCrashReports(Case one) throws IOException {
        for (Path file : Leftovers.of(one.subject())) {
            Files.move(file, one.folder().resolve(file.getFileName()));
            one.remarks().add("the JVM left " + file.getFileName());
        }
    }

    /** From the pieces, if the worker has not written it. */
    private void takeRecording(Case one) throws IOException {
        int pid = one.subject().pid();
        Path recording = one.folder().resolve(RECORDING);
        if (!Files.exists(recording) && repository(one.subject()).assemble(pid, recording)) {
            one.remarks().add(RECORDING + " ends up to a second before the worker did");
        }
        repository(one.subject()).remove(pid);
    }

    private static Repository repository(Subject subject) {
        return new Repository(subject.generationFolder().resolve("jfr"));
    }
}
