// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.List;
import spawning.controller.ExitStatus;

/** The end of everything: asked for, or because the application never came up. Once begun it is never taken back. */
final class Shutdown {
    /** Two signals from one key press or one service manager are one wish. */
    private static final long SECOND_WISH_FROM = 1_000_000_000L;

    private final World world;
    private final Generations generations;
    private final WorkerLife life;
    private final Unavailability unavailability;
    private final Orders orders;
    private Stage stage = Stage.NOT_BEGUN;
    private boolean asked;
    private long askedAt;
    private ExitStatus status = ExitStatus.STOPPED;
    private String text = "";

    private enum Stage {
        NOT_BEGUN,
        GRACEFUL,
        AT_ONCE,
        OVER
    }

    Shutdown(World world, Generations generations, WorkerLife life, Unavailability unavailability, Orders orders) {
        this.world = world;
        this.generations = generations;
        this.life = life;
        this.unavailability = unavailability;
        this.orders = orders;
    }

    boolean begun() {
        return stage != Stage.NOT_BEGUN;
    }

    /** Whether {@link Action.Exit} was ordered: nothing may follow it. */
    boolean over() {
        return stage == Stage.OVER;
    }

    /** A stop was asked for. A second wish a second after the first kills. */
    void ask(String by) {
        if (!asked) {
            asked = true;
            askedAt = world.now();
            beginAsAsked(by);
        } else if (stage == Stage.GRACEFUL && world.now() - askedAt >= SECOND_WISH_FROM) {
            stage = Stage.AT_ONCE;
            orders.warn(by + " again: killing all workers");
            List.copyOf(world.workers()).forEach(worker -> life.apply(worker, Cause.KILL_WANTED, by + " again"));
        }
    }

    private void beginAsAsked(String by) {
        if (!begun()) {
            begin(ExitStatus.STOPPED, "");
            orders.info(by + ": stopping gracefully");
            orders.mark(new Milestone.StopBegun(by));
            if (!world.isEmpty()) {
                orders.add(new Action.CloseGates());
            }
        }
    }

    /** There is nothing to serve. */
    void giveUp(String why) {
        begin(ExitStatus.NEVER_UP, why);
        orders.mark(new Milestone.StopBegun(why));
    }

    private void begin(ExitStatus exitStatus, String exitText) {
        stage = Stage.GRACEFUL;
        status = exitStatus;
        text = exitText;
        if (generations.preparing() != 0) {
            orders.add(new Action.CancelPreparation(generations.preparing()));
            generations.forgetPreparation();
        }
        unavailability.end();
    }

    /** Tells everyone to leave who was not told yet, and leaves when all have. */
    void proceed() {
        for (Worker worker : world.workers()) {
            life.drain(worker, worker.is(WorkerState.READY), "stop");
        }
        if (world.isEmpty()) {
            stage = Stage.OVER;
            orders.add(new Action.Exit(status, text));
        }
    }
}
