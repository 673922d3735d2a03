// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import spawning.controller.plan.Milestone;
import spawning.controller.plan.Standing;
import spawning.controller.plan.WorkerState;
import spawning.controller.status.Journal;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.time.MonotonicClock;

/** Tells reporters what the journal says, on a thread of its own, so that the controller's never waits for them. */
public final class Reporting implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(500);

    /** The loop publishes each second; what is older than this says that it stands still. */
    private static final Duration STANDS_STILL = Duration.ofSeconds(5);

    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private final List<Reporter> reporters;
    private final StatusBoard board;
    private final MonotonicClock clock;
    private final Thread thread;
    private volatile boolean closing;
    private boolean ready;
    private final Set<Integer> underWay = new HashSet<>();
    private String said = "";
    private long last;

    Reporting(List<Reporter> reporters, StatusBoard board, MonotonicClock clock) {
        this.reporters = List.copyOf(reporters);
        this.board = board;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("reporting").daemon().unstarted(this::run);
    }

    /** Begins; does nothing where there is nobody to tell. */
    public static Reporting start(List<Reporter> reporters, StatusBoard board, MonotonicClock clock) {
        Reporting reporting = new Reporting(reporters, board, clock);
        if (!reporters.isEmpty()) {
            reporting.thread.start();
        }
        return reporting;
    }

    private void run() {
        try {
            while (!closing) {
                step(board.journal().await(last, STEP.toMillis(), TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            // the end: what was passed until now is told still
        }
        step(board.journal().after(last));
    }

    /** Tells what is new. */
    void step(List<Journal.Entry> entries) {
        for (Journal.Entry entry : entries) {
            last = entry.number();
            tell(entry.milestone());
        }
        Site site = board.site();
        boolean moves = clock.nanos() - site.atNanos() < STANDS_STILL.toNanos();
        String sentence = sentence(site.standing());
        boolean news = !sentence.equals(said);
        said = sentence;
        for (Reporter reporter : reporters) {
            if (news) {
                reporter.status(sentence);
            }
            if (moves) {
                reporter.alive();
            }
        }
    }

    private void tell(Milestone milestone) {
        switch (milestone) {
            case Milestone.WorkerMoved moved
            when moved.to() == WorkerState.READY && !ready -> {
                ready = true;
                reporters.forEach(Reporter::ready);
            }
            case Milestone.GenerationBegun(int generation, int _, String _) when ready -> begun(generation);
            case Milestone.Serves(int generation, int _, Duration _) -> ended(generation);
            case Milestone.Rejected(int generation, String _, int _) -> ended(generation);
            case Milestone.PreparationFailed(int generation, String _) -> ended(generation);
            case Milestone.Superseded(int generation, int _) -> ended(generation);
            case Milestone.StopBegun _ -> {
                // a service manager waits for the end of the one before it hears of the other
                Set.copyOf(underWay).forEach(this::ended);
                reporters.forEach(Reporter::stopping);
            }
            default -> {} // stands in the sentence
        }
    }

    private void begun(int generation) {
        if (underWay.isEmpty()) {
            reporters.forEach(Reporter::reloading);
        }
        underWay.add(generation);
    }

    private void ended(int generation) {
        if (underWay.remove(generation) && underWay.isEmpty()) {
            reporters.forEach(Reporter::reloaded);
        }
    }

    /** How things stand, for a line of {@code systemctl status}. */
    static String sentence(Standing standing) {
        String workers =
                standing.ready() + " of " + standing.wanted() + " workers ready, generation " + standing.target();
        if (standing.stopping()) {
            return "Stopping: " + standing.workers().size() + " workers left";
        }
        if (standing.alarm().isPresent()) {
            return "Panic: " + standing.alarm().get().reason() + "; " + workers;
        }
        if (!standing.everReady()) {
            return "Booting";
        }
        return (standing.reloading() ? "Reloading: " : "Serving: ") + workers;
    }

    /** Tells what was passed until now, and ends the reporters. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            // where there is nobody to tell it was never started, and cannot be joined
            var _ = reporters.isEmpty() || thread.join(END_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts the end wants it sooner
        }
        reporters.forEach(Reporter::close);
    }
}
