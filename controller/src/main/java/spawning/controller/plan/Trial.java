// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Tries the code and the configuration as they are now, beside all that serves: makes a generation of them, starts one
 * worker, and has it leave when it is ready. It accepts nothing, counts for nothing, and whatever becomes of it is no
 * setback. One trial at a time. As the {@link Planner}, it knows no clock and does nothing itself.
 *
 * <p>Its generations and workers have negative numbers, {@code -1} those of the first trial, and its workers have slot 0.
 */
public final class Trial {
    private static final Duration LEAVES_IN = Duration.ofSeconds(5);
    private static final long KILL_AFTER = LEAVES_IN.plusSeconds(2).toNanos();

    private final Orders orders = new Orders();
    private Stage stage = Stage.NONE;
    private int number;
    private boolean timed;
    private long deadline;
    private String complaint = "";

    private enum Stage {
        NONE,
        PREPARING,
        /** The worker is ordered, and nothing can be said to it yet. */
        SPAWNING,
        BOOTING,
        LEAVING
    }

    /** Whether this is told of a trial, and not of what serves. */
    public static boolean concerns(Happening happening) {
        return switch (happening) {
            case Happening.GenerationPrepared(int generation, Policy _) -> generation < 0;
            case Happening.GenerationFailed(int generation, String _) -> generation < 0;
            case Happening.WorkerSpawned(long worker, int _) -> worker < 0;
            case Happening.SpawnFailed(long worker, String _) -> worker < 0;
            case Happening.WorkerReady(long worker) -> worker < 0;
            case Happening.WorkerRetiring(long worker, String _) -> worker < 0;
            case Happening.WorkerStuck(long worker, String _) -> worker < 0;
            case Happening.WorkerFailed(long worker, String _) -> worker < 0;
            case Happening.WorkerDrained(long worker) -> worker < 0;
            case Happening.WorkerUnreachable(long worker) -> worker < 0;
            case Happening.WorkerExited(long worker, int _, String _) -> worker < 0;
            case Happening.ReloadRequested _,
                    Happening.RollbackRequested _,
                    Happening.WorkersSeen _,
                    Happening.MemoryMeasured _,
                    Happening.ScaleRequested _,
                    Happening.ScaleToRequested _,
                    Happening.StopRequested _,
                    Happening.TimePassed _ -> false;
        };
    }

    /** Whether one is under way. */
    public boolean underWay() {
        return stage != Stage.NONE;
    }

    /** The number of the newest trial, counted from 1; 0 before the first. */
    public int number() {
        return number;
    }

    /** Begins one. None may be under way. */
    public List<Action> begin(String by) {
        number++;
        stage = Stage.PREPARING;
        complaint = "";
        timed = false;
        orders.info(by + ": trying the code and the configuration as they are now (trial " + number + ")");
        orders.mark(new Milestone.TrialBegun(number, by));
        orders.add(new Action.Prepare(-number));
        return orders.take();
    }

    /** When to call {@link #timePassed}; empty if time changes nothing. */
    public OptionalLong nextDeadline() {
        return timed ? OptionalLong.of(deadline) : OptionalLong.empty();
    }

    /** Ends what takes too long. */
    public List<Action> timePassed(long now) {
        if (timed && now - deadline >= 0) {
            timed = false;
            kill(stage == Stage.LEAVING ? "does not leave" : "not ready in time (--boot-timeout)");
        }
        return orders.take();
    }

    /** What to do after something that {@linkplain #concerns concerns} a trial. */
    public List<Action> step(Happening happening, long now) {
        switch (happening) {
            case Happening.GenerationPrepared(int generation, Policy policy) -> prepared(generation, policy, now);
            case Happening.GenerationFailed(int generation, String reason) -> preparationFailed(generation, reason);
            case Happening.WorkerSpawned(long worker, int _) -> spawned(worker);
            case Happening.SpawnFailed(long worker, String reason) -> ended(worker, reason);
            case Happening.WorkerReady(long worker) -> ready(worker, now);
            case Happening.WorkerFailed(long worker, String what) -> complain(worker, what);
            case Happening.WorkerUnreachable(long worker) -> unreachable(worker);
            case Happening.WorkerExited(long worker, int _, String ending) -> ended(worker, ending);
            default -> {} // it is on its way out anyhow
        }
        return orders.take();
    }

    /** Breaks it off. While its snapshot is made, others wait for the same thread; a worker may come up beside a reload. */
    public List<Action> giveWay(String why) {
        if (stage == Stage.PREPARING) {
            orders.add(new Action.CancelPreparation(-number));
            end("broken off by " + why);
        }
        return orders.take();
    }

    /** Breaks it off at once, for this is the end. */
    public List<Action> breakOff(String why) {
        if (stage == Stage.PREPARING) {
            return giveWay(why);
        }
        if (stage != Stage.NONE) {
            kill("broken off by " + why);
        }
        return orders.take();
    }

    private void prepared(int generation, Policy policy, long now) {
        if (stage != Stage.PREPARING || generation != -number) {
            orders.add(new Action.Discard(generation)); // it was broken off when its answer was on its way
            return;
        }
        stage = Stage.SPAWNING;
        orders.add(new Action.Spawn(-number, 0, -number));
        if (policy.bootTimeout().isPositive()) {
            limit(now + policy.bootTimeout().toNanos());
        }
    }

    private void preparationFailed(int generation, String reason) {
        if (stage == Stage.PREPARING && generation == -number) {
            end(reason);
        }
    }

    private void spawned(long worker) {
        if (worker == -number && stage == Stage.SPAWNING) {
            stage = Stage.BOOTING;
        }
        if (worker == -number && !complaint.isEmpty()) {
            orders.add(new Action.Kill(worker, "trial " + number + ": " + complaint, false));
        }
    }

    private void ready(long worker, long now) {
        if (worker == -number && stage == Stage.BOOTING) {
            stage = Stage.LEAVING;
            orders.add(new Action.Drain(worker, LEAVES_IN, false));
            limit(now + KILL_AFTER);
        }
    }

    private void complain(long worker, String what) {
        if (worker == -number && complaint.isEmpty()) {
            complaint = what;
        }
    }

    private void unreachable(long worker) {
        if (worker == -number) {
            kill("does not read its lifeline");
        }
    }

    /** Before its process is known, nobody can be killed; {@link #spawned} sees to it then. */
    private void kill(String why) {
        if (complaint.isEmpty()) {
            complaint = why;
        }
        if (stage != Stage.SPAWNING) {
            orders.add(new Action.Kill(-number, "trial " + number + ": " + why, false));
        }
        timed = false;
    }

    private void ended(long worker, String ending) {
        if (worker == -number && stage != Stage.NONE) {
            boolean passed = stage == Stage.LEAVING && complaint.isEmpty();
            orders.add(new Action.Discard(-number));
            end(passed ? "" : complaint.isEmpty() ? "its worker did not come up: " + ending : complaint);
        }
    }

    private void end(String failure) {
        if (failure.isEmpty()) {
            orders.info("trial " + number + " passed: a worker of it came up, and has left");
        } else {
            orders.error("trial " + number + " failed: " + failure);
        }
        orders.mark(new Milestone.TrialEnded(number, failure));
        stage = Stage.NONE;
        timed = false;
    }

    private void limit(long until) {
        timed = true;
        deadline = until;
    }
}
