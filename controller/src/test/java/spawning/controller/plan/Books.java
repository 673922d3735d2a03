// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the planner was told, kept apart from the planner's own memory. */
final class Books extends Roster {
    private static final long KILL_TAKES = 10 * Fate.SECOND;

    private final PanicBook panicBook;
    private final Eve eve;
    private final Set<Integer> prepared = new HashSet<>();
    private Happening happening = new Happening.TimePassed();
    private boolean crashSeen;
    private long autopsyDue;
    private @Nullable Account comesUp;
    private int stops;
    private long stoppedAt;
    private boolean killAll;

    Books(Planner planner) {
        super(planner);
        panicBook = new PanicBook(planner);
        eve = new Eve(planner, this);
    }

    /** How things were before this look or measurement. */
    Eve eve() {
        return eve;
    }

    PanicBook panicBook() {
        return panicBook;
    }

    /** What was told last. */
    Happening happening() {
        return happening;
    }

    boolean wasToldThat(Class<? extends Happening> kind) {
        return kind.isInstance(happening);
    }

    /** Whether a worker that served was lost in this step. */
    boolean crashSeen() {
        return crashSeen;
    }

    /** Whether a stop was asked for. */
    boolean leaving() {
        return stops > 0;
    }

    /** Whether a second stop came that counts. */
    boolean killAll() {
        return killAll;
    }

    boolean isPrepared(int generation) {
        return prepared.contains(generation);
    }

    private void noteTime(long now) {
        for (Account account : alive) {
            account.spared &= account.kill == null || now - account.killedAt < KILL_TAKES;
        }
    }

    /** Whose end is to be looked into in this step; 0 is nobody. */
    long autopsyDue() {
        return autopsyDue;
    }

    /** Called before the planner is told. */
    void happened(Happening told, long now) {
        happening = told;
        crashSeen = false;
        autopsyDue = 0;
        comesUp = null;
        if (told instanceof Happening.WorkersSeen || told instanceof Happening.MemoryMeasured) {
            eve.note();
        }
        panicBook.nextStep();
        switch (told) {
            case Happening.GenerationPrepared(int number, Policy _) -> notePrepared(number);
            case Happening.WorkerSpawned(long id, int _) -> account(id).process = true;
            case Happening.SpawnFailed(long id, String _) -> spawnFailed(account(id), now);
            case Happening.WorkerReady(long id) -> noteReady(id);
            case Happening.WorkerRetiring(long id, String _) ->
                account(id).retiring |= !account(id).leaving();
            case Happening.WorkerStuck(long id, String _) -> noteStuck(id, now);
            case Happening.WorkerFailed(long id, String _) -> noteFailed(account(id), now);
            case Happening.WorkerUnreachable(long id) -> noteUnreachable(account(id), now);
            case Happening.WorkerExited(long id, int code, String _) -> noteExit(id, code, now);
            case Happening.StopRequested _ -> noteStop(now);
            case Happening.ReloadRequested _,
                    Happening.RollbackRequested _,
                    Happening.ScaleToRequested _,
                    Happening.GenerationFailed _,
                    Happening.WorkerDrained _,
                    Happening.WorkersSeen _,
                    Happening.MemoryMeasured _,
                    Happening.ScaleRequested _ -> {}
            case Happening.TimePassed() -> noteTime(now);
        }
    }

    /** Called before the orders are read: who served and is killed for its heartbeat was lost. */
    void noteHangs(long now) {
        if (wasToldThat(Happening.WorkersSeen.class)) {
            for (int hung = eve.readyThatAreKilled(); hung > 0; hung--) {
                crashSeen = true;
                panicBook.failed(now);
            }
        }
    }

    /** Called when the orders were read: who is ready and was told nothing waits. */
    void noteWaiting(long now) {
        Account ready = comesUp;
        if (ready != null && !ready.accepted && !ready.leaving()) {
            ready.waits = true;
            ready.changedAt = now;
            panicBook.ready();
        }
    }

    private void noteStuck(long id, long now) {
        if (id <= accounts.size()) {
            account(id).stuck = true;
            account(id).stuckSaid = now;
        }
    }

    /** Called before the orders are read: a boot that took too long fails also if the kill has to wait for the process. */
    void noteBootTimeouts(long now) {
        for (Account account : alive) {
            boolean wasStarting = !account.accepted && !account.waits && !account.leaving() && !account.unreachable;
            if (wasStarting && !killAll && stateOf(account) == WorkerState.KILLED) {
                account.failed = true;
                account.failedAt = now;
                panicBook.bootFailed(now);
            }
        }
    }

    private void notePrepared(int number) {
        if (number == planner.generations().preparing()) {
            prepared.add(number);
            panicBook.newCode();
        }
    }

    private void noteReady(long id) {
        if (id <= accounts.size()) {
            account(id).saidReady = true;
            comesUp = stateOf(account(id)) == WorkerState.STARTING ? account(id) : null;
        }
    }

    private void spawnFailed(Account account, long now) {
        if (stateOf(account) == WorkerState.STARTING) {
            panicBook.spawnFailed(now);
        }
        close(account);
    }

    private void noteFailed(Account account, long now) {
        if (stateOf(account) == WorkerState.STARTING) {
            account.failed = true;
            account.failedAt = now;
            account.changedAt = now;
            panicBook.bootFailed(now);
        }
    }

    private void noteUnreachable(Account account, long now) {
        account.unreachable = true;
        WorkerState state = stateOf(account);
        if (state == WorkerState.READY || state == WorkerState.STANDBY) {
            crashSeen = true;
            panicBook.failed(now);
        } else if (state == WorkerState.STARTING) {
            panicBook.bootFailed(now);
        }
    }

    private void noteExit(long id, int code, long now) {
        if (id > accounts.size() || account(id).gone) {
            return;
        }
        Account account = account(id);
        WorkerState state = stateOf(account);
        boolean drainFailed = state == WorkerState.DRAINING && account.accepted && code != 0;
        boolean wasUp = state == WorkerState.READY || state == WorkerState.STANDBY;
        if (state == WorkerState.STARTING || wasUp || drainFailed) {
            autopsyDue = id;
        }
        if (wasUp) {
            crashSeen = true;
            panicBook.failed(now);
        } else if (state == WorkerState.STARTING) {
            panicBook.bootFailed(now);
        }
        close(account);
    }

    private void close(Account account) {
        account.gone = true;
        alive.remove(account);
    }

    private void noteStop(long now) {
        stops++;
        if (stops == 1) {
            stoppedAt = now;
        }
        if (!killAll && stops > 1 && now - stoppedAt >= Fate.SECOND) {
            killAll = true;
            alive.forEach(account -> account.ended = stateOf(account) != WorkerState.KILLED);
        }
    }
}
