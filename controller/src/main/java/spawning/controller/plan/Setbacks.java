// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/** What it means for the others that a worker was lost against our will: a panic, a rollback, a restart of all. */
final class Setbacks {
    private final World world;
    private final Generations generations;
    private final Panic panic;
    private final Orders orders;
    private final boolean developing;
    private String lastReason = "";
    private String alarm = "";

    Setbacks(World world, Generations generations, Panic panic, Orders orders, boolean developing) {
        this.world = world;
        this.generations = generations;
        this.panic = panic;
        this.orders = orders;
        this.developing = developing;
    }

    /** A worker did not come up. While others serve that alone is no panic. */
    void bootFailed(Worker worker, String why) {
        noteTry(why);
        panic.noteExit(world.now());
        rejectTargetOf(worker, why);
        if (world.count(WorkerState.READY) == 0) {
            raise(why + ", and no worker is ready");
        } else {
            raiseIfTooMany(why);
        }
    }

    /** The machine gave no process: always a panic, for trying at once would make it worse. */
    void spawnFailed(Worker worker, String why) {
        noteTry(why);
        rejectTargetOf(worker, why);
        raise(why);
    }

    /** A worker that served was lost. */
    void crashed(Worker worker, String why) {
        lastReason = why;
        panic.noteExit(world.now());
        raiseIfTooMany(why);
        if (panic.on()) {
            rejectTargetOf(worker, "panic, after " + why);
        } else if (generations.target().policy().onCrash() == OnCrash.RESTART_ALL) {
            restartAll(why);
        }
    }

    /** Whether the application has failed to come up for as often as the policy allows. */
    boolean isHopeless() {
        return !world.everReady() && panic.tries() >= limit();
    }

    /** Whether the application is being developed. */
    boolean developing() {
        return developing;
    }

    /** Whether it is being developed, and what was made of it last did not come up: nothing is tried before it changes. */
    boolean waitsForChange() {
        return developing && isHopeless();
    }

    /** What is wrong with the newest code, which is not even started: the reason from here on. */
    void blame(String reason) {
        lastReason = reason;
    }

    /** While it is developed, the same code is not tried again. */
    int limit() {
        return developing ? 1 : generations.target().policy().panicLimit();
    }

    /** For people, when it is hopeless. */
    String obituary() {
        if (developing) {
            return lastReason;
        }
        return "the application never came up: " + panic.tries() + " tries failed, the last one: " + lastReason;
    }

    private void noteTry(String why) {
        lastReason = why;
        if (!world.everReady()) {
            panic.noteTry();
        }
    }

    private void rejectTargetOf(Worker worker, String why) {
        if (worker.generation() == generations.target()) {
            reject(why);
        }
    }

    /** Goes back to what served before a reload that is under way; does nothing where there is neither. */
    void reject(String why) {
        Generation fallback = generations.fallback();
        if (fallback != null) {
            int failed = generations.target().number();
            generations.reject();
            orders.error(
                    "generation " + failed + " failed: " + why + "; generation " + fallback.number() + " serves on");
            orders.mark(new Milestone.Rejected(failed, why, fallback.number()));
        }
    }

    /** New code deserves to be tried at once. */
    void forgive() {
        if (panic.on()) {
            orders.mark(new Milestone.PanicOver());
        }
        panic.forgive();
    }

    /** Why the panic was raised last. */
    String alarm() {
        return alarm;
    }

    /** Why the last worker that failed did; empty if none has. */
    String lastReason() {
        return lastReason;
    }

    private void raiseIfTooMany(String why) {
        if (panic.tooManyExits() && !panic.on()) {
            raise(Panic.EXITS + " unexpected exits in " + Elapsed.text(panic.exitsSpan()));
        } else if (panic.on()) {
            raise(why);
        }
    }

    private void raise(String why) {
        panic.raise(world.now());
        alarm = why;
        orders.mark(new Milestone.PanicRaised(why, Duration.ofNanos(Math.max(0, panic.notBefore() - world.now()))));
        if (isHopeless() && developing) {
            orders.error(why + "; it is tried again when something changes");
            return;
        }
        if (isHopeless()) {
            orders.error("panic: " + why + "; that was try " + panic.tries() + ", the last one");
            return;
        }
        String wait = Elapsed.text(panic.notBefore() - world.now());
        String tries = world.everReady() ? "" : " (try " + (panic.tries() + 1) + " of " + limit() + ")";
        orders.error("panic: " + why + "; next start in " + wait + tries);
    }

    /** The rule of Spawning for Python; not in a panic, in which good workers stay. */
    private void restartAll(String why) {
        orders.warn("restarting all workers (on-crash is restart-all): " + why);
        for (Worker other : world.workers()) {
            if (other.is(WorkerState.READY)) {
                other.cycle("all are restarted");
            }
        }
    }
}
