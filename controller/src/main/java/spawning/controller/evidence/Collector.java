// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.ControllerMessage;
import spawning.protocol.scoreboard.Flight;

/**
 * Writes down what can be known of a worker before it is killed, and after it crashed. On threads of its own, a few at
 * most: nobody waits for it but the kill, and that for a bounded time. What it cannot do is said in the log, and stops
 * nothing.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** What a worker has to write its stacks. */
    private static final Duration DUMP_LIMIT = Duration.ofSeconds(3);

    /** The same with a heap dump. */
    private static final Duration HEAP_LIMIT = Duration.ofSeconds(30);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 8;

    private final EvidenceKind kind;
    private final Store store;
    private final MonotonicClock clock;
    private final Suspects suspects = new Suspects();
    private final Semaphore room = new Semaphore(MOST_AT_ONCE);
    private final Map<Long, CompletableFuture<Void>> dumps = new ConcurrentHashMap<>();

    public Collector(EvidenceKind kind, Store store, MonotonicClock clock) {
        this.kind = kind;
        this.store = store;
        this.clock = clock;
    }

    /** How long {@link #beforeKill} may take until the kill. */
    public static Duration limit(EvidenceKind kind) {
        return kind == EvidenceKind.HEAP ? HEAP_LIMIT : DUMP_LIMIT;
    }

    /**
     * Collects, and then kills; returns at once.
     *
     * @param kill run on another thread, in any case, or at once where nothing is collected
     */
    public void beforeKill(Subject subject, String reason, Runnable kill) {
        if (!collect(() -> examineLiving(subject, reason), kill)) {
            kill.run();
        }
    }

    /** Collects what a worker left that ended unexpectedly; returns at once. */
    public void afterEnd(Subject subject, String ending) {
        if (!collect(() -> examineDead(subject, ending), () -> {})) {
            LOG.warn("no evidence is kept of worker {} (pid {})", subject.slot(), subject.pid());
        }
    }

    /** A worker has written what it was asked for. Any thread. */
    public void dumped(long worker) {
        CompletableFuture<Void> dump = dumps.get(worker);
        if (dump != null) {
            dump.complete(null);
        }
    }

    private boolean collect(Runnable work, Runnable after) {
        if (kind == EvidenceKind.NONE || !room.tryAcquire()) {
            return false;
        }
        Thread.ofPlatform().name("evidence").daemon().start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.warn("collecting evidence failed", e);
            } finally {
                after.run();
                room.release();
            }
        });
        return true;
    }

    private void examineLiving(Subject subject, String reason) {
        try {
            Path folder = open(subject);
            List<Flight> flights = subject.process().scoreboard().flights();
            List<String> remarks = new ArrayList<>();
            askForDump(subject, folder, remarks);
            Files.writeString(folder.resolve("threads-kernel.txt"), KernelView.of(subject.pid()));
            write(subject, reason, folder, flights, remarks);
        } catch (IOException e) {
            cannot(subject, e);
        }
    }

    private void examineDead(Subject subject, String ending) {
        try {
            Path folder = open(subject);
            List<Flight> flights = subject.process().scoreboard().flights();
            List<String> remarks = new ArrayList<>();
            moveCrashReports(subject, folder, remarks);
            suspects.crashed(flights.stream().map(Flight::line).toList()).forEach(suspect -> {
                remarks.add("suspect: " + suspect);
                LOG.warn("suspect: {}", suspect);
            });
            write(subject, ending, folder, flights, remarks);
        } catch (IOException e) {
            cannot(subject, e);
        }
    }

    private Path open(Subject subject) throws IOException {
        return store.open(Instant.now(), "worker-" + subject.slot() + "-pid-" + subject.pid());
    }

    private void write(Subject subject, String what, Path folder, List<Flight> flights, List<String> remarks)
            throws IOException {
        String report = Report.of(subject, what, Instant.now(), clock.nanos(), flights, remarks);
        Files.writeString(folder.resolve("report.txt"), report);
        Files.writeString(
                folder.resolve("log.txt"), subject.process().scoreboard().log());
        LOG.warn("worker {} (pid {}): evidence is in {}", subject.slot(), subject.pid(), folder);
        synchronized (store) {
            store.trim();
        }
    }

    private static void cannot(Subject subject, IOException e) {
        LOG.warn("evidence of worker {} (pid {}) cannot be kept: {}", subject.slot(), subject.pid(), e.toString());
    }

    private void askForDump(Subject subject, Path folder, List<String> remarks) {
        CompletableFuture<Void> dump = new CompletableFuture<>();
        dumps.put(subject.number(), dump);
        try {
            ControllerMessage.Dump order = new ControllerMessage.Dump(
                    folder.toString(), kind.compareTo(EvidenceKind.JFR) >= 0, kind == EvidenceKind.HEAP);
            if (!subject.process().send(order)) {
                remarks.add("no stacks: the worker does not read its lifeline; see threads-kernel.txt");
                return;
            }
            dump.get(limit(kind).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            remarks.add("no stacks, or not all: the worker did not write them within "
                    + limit(kind).toSeconds() + " s; see threads-kernel.txt");
        } catch (InterruptedException | ExecutionException e) {
            remarks.add("no stacks: " + e);
        } finally {
            dumps.remove(subject.number());
        }
    }

    /** What the JVM itself wrote: hs_err_pidN.log, a heap dump at an OutOfMemoryError, pieces of a flight recording. */
    private static void moveCrashReports(Subject subject, Path folder, List<String> remarks) throws IOException {
        try (Stream<Path> all = Files.list(subject.generationFolder())) {
            String name = "(.*\\D)?" + subject.pid() + "(\\..*)?";
            for (Path file : all.filter(path -> path.getFileName().toString().matches(name))
                    .toList()) {
                Files.move(file, folder.resolve(file.getFileName()));
                remarks.add("the JVM left " + file.getFileName());
            }
        }
    }

    /** Waits a little for what is being written. */
    @Override
    public void close() {
        try {
            if (!room.tryAcquire(MOST_AT_ONCE, END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("evidence is still being collected; leaving without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
    }
}
