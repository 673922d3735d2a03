// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Action.Severity.INFO;
import static spawning.controller.plan.Action.Severity.WARN;

import java.time.Duration;
import spawning.controller.plan.Action.Severity;

/** Leads each worker from its spawn to its end: looks up the {@link Transition} and does what it says. */
final class WorkerLife {
    /** How long a worker that never served gets to leave. */
    private static final Duration UNSERVED_LIMIT = Duration.ofSeconds(5);
    /** A worker that leaves first while nobody else serves: clients wait for its end and for the boot of the next one. */
    private static final Duration ALONE_LIMIT = Duration.ofSeconds(10);
    /** A worker halts itself at its limit, with evidence; the kill comes after that. */
    private static final Duration KILL_AFTER_LIMIT = Duration.ofSeconds(2);
    /** SIGKILL cannot be refused, but a process in an uninterruptible wait ends only after it. */
    private static final Duration KILL_TAKES = Duration.ofSeconds(10);

    private final World world;
    private final Panic panic;
    private final Setbacks setbacks;
    private final Unavailability unavailability;
    private final Orders orders;
    private final Duration evidenceTakes;

    WorkerLife(
            World world,
            Panic panic,
            Setbacks setbacks,
            Unavailability unavailability,
            Orders orders,
            Duration evidenceTakes) {
        this.world = world;
        this.panic = panic;
        this.setbacks = setbacks;
        this.unavailability = unavailability;
        this.orders = orders;
        this.evidenceTakes = evidenceTakes;
    }

    void spawn(Generation generation) {
        Worker worker = world.add(generation);
        Duration limit = generation.policy().bootTimeout();
        if (limit.isPositive()) {
            worker.limit(world.now() + limit.toNanos());
        }
        panic.paceFrom(world.now());
        orders.add(new Action.Spawn(worker.id(), worker.slot(), generation.number()));
    }

    /** Lets it leave when it is done; one that was already told to is left alone. */
    void drain(Worker worker, boolean last, String why) {
        if (worker.is(WorkerState.STARTING) || worker.is(WorkerState.STANDBY) || worker.is(WorkerState.READY)) {
            worker.planDrain(drainLimit(worker), last);
            apply(worker, Cause.DRAIN_WANTED, why);
        }
    }

    private Duration drainLimit(Worker worker) {
        Duration deadman = worker.generation().policy().deadman();
        boolean alone = worker.keepsPlace() && world.count(WorkerState.READY) == 1;
        if (worker.served()) {
            return alone && deadman.compareTo(ALONE_LIMIT) > 0 ? ALONE_LIMIT : deadman; // zero is without limit
        }
        boolean isShort = deadman.isPositive() && deadman.compareTo(UNSERVED_LIMIT) < 0;
        return isShort ? deadman : UNSERVED_LIMIT;
    }

    /** The one place where a worker's state changes. The detail is for people; empty if there is none. */
    void apply(Worker worker, Cause cause, String detail) {
        WorkerState before = worker.state();
        Transition transition = Transition.of(before, cause);
        long lasted = world.now() - worker.since();
        if (transition.next() != before) {
            worker.become(transition.next(), world.now());
            orders.say(severity(worker, transition.effect()), line(worker, before, lasted, detail));
            orders.mark(new Milestone.WorkerMoved(
                    worker.id(),
                    worker.slot(),
                    worker.pid(),
                    worker.generation().number(),
                    before,
                    transition.next(),
                    Duration.ofNanos(lasted),
                    detail,
                    isLoss(worker, before, cause, transition.effect()) && worker.noteLost()));
        }
        if (cause == Cause.EXIT_SEEN && endedUnexpectedly(worker, before)) {
            orders.add(new Action.Autopsy(worker.id(), worker + " ended: " + detail));
        }
        perform(transition.effect(), worker, new Evidence(before, cause, lasted, detail));
    }

    /** Whether it is lost against our will by this. */
    private static boolean isLoss(Worker worker, WorkerState before, Cause cause, Effect effect) {
        return switch (effect) {
            case BOOT_FAILED, SPAWN_FAILED, CRASHED, KILL_UNBOOTED, KILL_LOST -> true;
            case KILL -> cause != Cause.KILL_WANTED;
            case GONE -> endedUnexpectedly(worker, before);
            default -> false;
        };
    }

    /** Not one that was killed, of which there is evidence, nor one that said itself why it cannot boot. */
    private static boolean endedUnexpectedly(Worker worker, WorkerState before) {
        return switch (before) {
            case STARTING, STANDBY, READY -> true;
            case DRAINING -> worker.served() && !worker.endedWell();
            case KILLED, EXITED -> false;
        };
    }

    private void perform(Effect effect, Worker worker, Evidence evidence) {
        switch (effect) {
            case NOTE_PID -> orders.info(worker.label() + ": STARTING");
            case ACCEPT -> accept(worker);
            case STAND_BY -> panic.paceFrom(world.now());
            case PROMOTE -> promote(worker);
            case NOTE_RETIRING -> noteRetiring(worker, evidence.detail());
            case NOTE_WORN -> noteWorn(worker, evidence.detail());
            case DRAIN -> orderDrain(worker);
            case KILL -> kill(worker, evidence);
            case KILL_UNBOOTED -> killUnbooted(worker, evidence);
            case KILL_LOST -> killLost(worker, evidence);
            case BOOT_FAILED -> bootFailed(worker, evidence);
            case SPAWN_FAILED -> spawnFailed(worker, evidence);
            case CRASHED -> crashed(worker, evidence);
            case GONE -> world.remove(worker);
            case HASTEN_KILL -> hastenKill(worker, evidence.detail());
            case STUCK -> killIsLate(worker);
            case IGNORED -> {} // it was on its way when the state changed
            case IMPOSSIBLE -> orders.warn(worker + " is " + evidence.before() + ": " + evidence.cause() + " ignored");
        }
    }

    private void accept(Worker worker) {
        worker.generation().prove();
        world.noteReady();
        panic.paceFrom(world.now());
        unavailability.end();
        orders.add(new Action.Accept(worker.id()));
    }

    private void promote(Worker worker) {
        unavailability.end();
        orders.add(new Action.Accept(worker.id()));
    }

    private void noteRetiring(Worker worker, String reason) {
        if (!worker.retiring()) {
            worker.retire();
            orders.info(worker.label() + ": asks to be replaced: " + reason);
        }
    }

    private void noteWorn(Worker worker, String reason) {
        if (!worker.retiring()) {
            worker.retire();
            orders.info(worker.label() + ": to be replaced: " + reason);
        }
    }

    private void orderDrain(Worker worker) {
        if (worker.hasProcess()) {
            Action.Drain drain = worker.drainOrder();
            orders.add(drain);
            if (drain.limit().isPositive()) {
                worker.limit(world.now() + drain.limit().plus(KILL_AFTER_LIMIT).toNanos());
            }
        }
    }

    private void kill(Worker worker, Evidence evidence) {
        if (evidence.before() != WorkerState.KILLED) {
            worker.planKill(evidence.accusation(worker) + "; killing it", evidence.cause() != Cause.KILL_WANTED);
        }
        if (worker.hasProcess()) {
            Action.Kill kill = worker.killOrder();
            orders.warn(kill.reason());
            orders.add(kill);
            worker.limit(world.now() + (waitsForEvidence(worker) ? evidenceTakes : KILL_TAKES).toNanos());
        }
    }

    private boolean waitsForEvidence(Worker worker) {
        return worker.killOrder().evidence() && evidenceTakes.isPositive();
    }

    /** Somebody has no time for evidence. */
    private void hastenKill(Worker worker, String why) {
        if (waitsForEvidence(worker)) {
            killWithoutEvidence(worker, worker + ": " + why + "; killing it without waiting for its evidence");
        }
    }

    private void killIsLate(Worker worker) {
        if (waitsForEvidence(worker)) {
            killWithoutEvidence(
                    worker,
                    worker + ": its evidence is not complete after " + Elapsed.text(evidenceTakes)
                            + "; killing it without");
        } else {
            sayStuck(worker);
        }
    }

    private void killWithoutEvidence(Worker worker, String reason) {
        worker.planKill(reason, false);
        if (worker.hasProcess()) {
            orders.warn(reason);
            orders.add(worker.killOrder());
            worker.limit(world.now() + KILL_TAKES.toNanos());
        }
    }

    private void killUnbooted(Worker worker, Evidence evidence) {
        kill(worker, evidence);
        setbacks.bootFailed(worker, evidence.accusation(worker));
    }

    private void killLost(Worker worker, Evidence evidence) {
        kill(worker, evidence);
        setbacks.crashed(worker, evidence.accusation(worker));
    }

    private void bootFailed(Worker worker, Evidence evidence) {
        String evidenceAbove = "";
        if (worker.is(WorkerState.EXITED)) {
            world.remove(worker);
            evidenceAbove = " (what its JVM or the application wrote stands above)";
        } else {
            worker.planDrain(UNSERVED_LIMIT, false); // it leaves by itself, but not for ever
            worker.limit(world.now() + UNSERVED_LIMIT.plus(KILL_AFTER_LIMIT).toNanos());
        }
        setbacks.bootFailed(worker, worker + " did not come up: " + evidence.detail() + evidenceAbove);
    }

    private void spawnFailed(Worker worker, Evidence evidence) {
        world.remove(worker);
        setbacks.spawnFailed(worker, worker + " could not be started: " + evidence.detail());
    }

    private void crashed(Worker worker, Evidence evidence) {
        world.remove(worker);
        setbacks.crashed(worker, worker + " ended unexpectedly: " + evidence.detail());
    }

    private void sayStuck(Worker worker) {
        worker.unlimit();
        String awaited = worker.keepsPlace() ? ", and its replacement does not wait for it any longer" : "";
        worker.giveUpPlace();
        orders.warn(worker + " was killed " + Elapsed.text(world.now() - worker.since())
                + " ago and has not ended; it holds its slot until the kernel lets it go" + awaited);
    }

    private static Severity severity(Worker worker, Effect effect) {
        return switch (effect) {
            case BOOT_FAILED, SPAWN_FAILED, CRASHED, KILL, KILL_UNBOOTED, KILL_LOST, HASTEN_KILL -> WARN;
            case GONE -> worker.endedWell() ? INFO : WARN;
            case NOTE_PID, ACCEPT, STAND_BY, PROMOTE, NOTE_RETIRING, NOTE_WORN, DRAIN, STUCK, IGNORED, IMPOSSIBLE ->
                INFO;
        };
    }

    private static String line(Worker worker, WorkerState before, long lasted, String detail) {
        String change = worker.label() + ": " + before + " -> " + worker.state() + " after " + Elapsed.text(lasted);
        return detail.isEmpty() ? change : change + ": " + detail;
    }

    /** What is known when a state changes; {@code lasted} is how many nanoseconds the state before did. */
    private record Evidence(WorkerState before, Cause cause, long lasted, String detail) {
        /** Why the worker has to be killed, as a sentence. */
        String accusation(Worker worker) {
            if (cause == Cause.UNREACHABLE) {
                return worker + " does not read its lifeline";
            }
            if (cause == Cause.HUNG) {
                return worker + ": " + detail;
            }
            if (cause != Cause.DEADLINE_PASSED) {
                return worker + " is to end at once: " + detail;
            }
            Duration boot = worker.generation().policy().bootTimeout();
            return before == WorkerState.STARTING
                    ? worker + " not ready after " + Elapsed.text(lasted) + " (limit " + Elapsed.text(boot) + ")"
                    : worker + " still draining after " + Elapsed.text(lasted) + " (limit "
                            + Elapsed.text(worker.drainOrder().limit()) + ")";
        }
    }
}
