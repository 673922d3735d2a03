// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.time.Deadline;
import spawning.controller.time.MonotonicClock;
import spawning.controller.time.StandbyThreads;

/**
 * Writes down what can be known of a worker before it is killed, and after it ended unexpectedly. On threads of its own, which are there
 * from the start: nobody waits for it but the kill, and that for a bounded time. What it cannot do is said in the log, and
 * stops nothing.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    /** What a worker has to write its stacks. */
    private static final Duration DUMP_LIMIT = Duration.ofSeconds(3);

    /** The same with a heap dump. */
    private static final Duration HEAP_LIMIT = Duration.ofSeconds(30);

    /** For all else before the kill. */
    private static final Duration REST = Duration.ofSeconds(2);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);
    private static final int LIVING_AT_ONCE = 4;
    private static final int DEAD_THAT_WAIT = 32;

    private final EvidenceKind kind;
    private final @Nullable StandbyThreads living;
    private final @Nullable StandbyThreads dead;
    private final Examination examination;
    private final Masking masking;
    private final OnDemand onDemand;
    private final Patients patients = new Patients();
    private final Examined examined = new Examined();

    /**
     * Starts its threads; without threads it collects nothing, and says so.
     *
     * @param masking of what is written down
     */
    public Collector(EvidenceKind kind, Store store, Masking masking, MonotonicClock clock) {
        this(kind, store, masking, clock, dumpLimit(kind));
    }

    Collector(EvidenceKind kind, Store store, Masking masking, MonotonicClock clock, Duration dumpLimit) {
        StandbyThreads forLiving = null;
        StandbyThreads forDead = null;
        if (kind != EvidenceKind.NONE) {
            try {
                forLiving = new StandbyThreads("evidence", LIVING_AT_ONCE, 0);
                forDead = new StandbyThreads("evidence-of-dead", 1, DEAD_THAT_WAIT);
            } catch (OutOfMemoryError e) {
                LOG.warn("no evidence will be collected, for no thread can be had: {}", e.getMessage());
            }
        }
        this.living = forLiving;
        this.dead = forDead;
        this.kind = forDead == null ? EvidenceKind.NONE : kind;
        OomKills kills = new OomKills(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
        this.masking = masking;
        this.onDemand = new OnDemand(store, masking);
        this.examination = new Examination(this.kind, dumpLimit, store, masking, kills, clock);
    }

    /** What a worker has to write what is asked for; zero where nothing is. */
    private static Duration dumpLimit(EvidenceKind kind) {
        return switch (kind) {
            case NONE -> Duration.ZERO;
            case BASIC, JFR -> DUMP_LIMIT;
            case HEAP -> HEAP_LIMIT;
        };
    }

    /** How long a kill with evidence may wait; after that whoever ordered it is to kill without. Zero: not at all. */
    public static Duration killLimit(EvidenceKind kind) {
        return kind == EvidenceKind.NONE ? Duration.ZERO : dumpLimit(kind).plus(REST);
    }

    /** The secrets in this environment, of workers of a later generation, are masked as well. Any thread. */
    public void learn(Map<String, String> environment) {
        masking.learn(environment);
    }

    /**
     * Collects, and then kills; returns at once.
     *
     * @param kill run on another thread, in any case, or at once where nothing is collected; perhaps twice
     */
    public void beforeKill(Subject subject, String reason, Runnable kill) {
        if (living == null) {
            kill.run();
            return;
        }
        Patient patient = new Patient();
        patients.add(subject.number(), patient); // before its end can be told
        boolean accepted = offer(living, subject, () -> {
            try {
                examination.ofLiving(subject, patient, reason, kill);
            } finally {
                patients.remove(subject.number(), patient);
            }
        });
        if (!accepted) {
            patients.remove(subject.number(), patient);
            LOG.warn(
                    "no evidence is kept of worker {} (pid {}): {} others are being looked at",
                    subject.slot(),
                    subject.pid(),
                    LIVING_AT_ONCE);
            kill.run();
        }
    }

    /** Collects what a worker left that ended unexpectedly; returns at once. */
    public void afterEnd(Subject subject, String ending) {
        if (dead != null && !offer(dead, subject, () -> examination.ofDead(subject, ending))) {
            LOG.warn(
                    "no evidence is kept of worker {} (pid {}): {} others wait for that",
                    subject.slot(),
                    subject.pid(),
                    DEAD_THAT_WAIT);
        }
    }

    /** Removes what is left of a worker that ended as it was told to; what it left for people is kept. Returns at once. */
    public void afterOrderlyEnd(Subject subject) {
        if (dead != null && !patients.has(subject.number())) {
            var _ = offer(
                    dead, subject, () -> examination.ofOrderlyEnded(subject)); // its generation's end removes it, too
        }
    }

    private boolean offer(StandbyThreads threads, Subject subject, Runnable task) {
        examined.begin(subject.generation());
        boolean accepted = threads.offer(() -> {
            try {
                task.run();
            } finally {
                examined.end(subject.generation());
            }
        });
        if (!accepted) {
            examined.end(subject.generation());
        }
        return accepted;
    }

    /**
     * Nobody needs a generation any more: what its workers left is looked at before.
     *
     * @param discard run now, or on another thread when that is done; it throws nothing
     */
    public void beforeDiscard(int generation, Runnable discard) {
        examined.afterwards(generation, discard);
    }

    /**
     * Has a worker that serves on write down what it does, whatever is collected otherwise. Blocks for as long as that takes, two
     * minutes at most beside the length of a recording; not the controller's thread.
     *
     * @throws IOException it cannot be kept, for the reason in the text
     */
    public Taken take(Subject subject, Demand demand) throws IOException, InterruptedException {
        Patient patient = new Patient();
        patients.add(subject.number(), patient);
        examined.begin(subject.generation());
        try {
            return onDemand.take(subject, patient, demand);
        } finally {
            examined.end(subject.generation());
            patients.remove(subject.number(), patient);
        }
    }

    /** A worker has written what it was asked for. Any thread. */
    public void dumped(long worker) {
        patients.dumped(worker);
    }

    /** A worker has ended, so nothing more will come of it. Any thread. */
    public void ended(long worker) {
        patients.ended(worker);
    }

    /** Waits a little for what is being written. */
    @Override
    public void close() {
        if (living != null && dead != null) {
            Deadline limit = Deadline.in(END_LIMIT, MonotonicClock.SYSTEM);
            if (!dead.finish(END_LIMIT) || !living.finish(limit.remaining(MonotonicClock.SYSTEM))) {
                LOG.warn("evidence is still being collected after {} s; leaving without it", END_LIMIT.toSeconds());
            }
            living.close();
            dead.close();
        }
    }
}
