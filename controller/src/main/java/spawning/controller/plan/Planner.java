// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import spawning.controller.plan.Happening.GenerationFailed;
import spawning.controller.plan.Happening.GenerationPrepared;
import spawning.controller.plan.Happening.MemoryMeasured;
import spawning.controller.plan.Happening.ReloadRequested;
import spawning.controller.plan.Happening.RollbackRequested;
import spawning.controller.plan.Happening.ScaleRequested;
import spawning.controller.plan.Happening.ScaleToRequested;
import spawning.controller.plan.Happening.SpawnFailed;
import spawning.controller.plan.Happening.StopRequested;
import spawning.controller.plan.Happening.TimePassed;
import spawning.controller.plan.Happening.WorkerDrained;
import spawning.controller.plan.Happening.WorkerExited;
import spawning.controller.plan.Happening.WorkerFailed;
import spawning.controller.plan.Happening.WorkerReady;
import spawning.controller.plan.Happening.WorkerRetiring;
import spawning.controller.plan.Happening.WorkerSpawned;
import spawning.controller.plan.Happening.WorkerStuck;
import spawning.controller.plan.Happening.WorkerUnreachable;
import spawning.controller.plan.Happening.WorkersSeen;

/**
 * Decides what the controller does next. It knows no clock, does no I/O and starts no thread: the shell tells it what
 * happened and when, and does what it returns, in the order given.
 *
 * <p>A step has two halves. First facts change: what happened is noted, one worker's state moves by the table in
 * {@link Transition}. Then the world is brought nearer to what is wanted, from whatever state it is in: cull what is too
 * much, replenish what lacks, and wait for the next happening or {@link #nextDeadline()}. So no happening needs to
 * know what it means for a reload, and a lost message delays but does not derail.
 *
 * <p>Times are monotonic nanoseconds as {@link System#nanoTime()} has them, never going back. Not safe for use by
 * several threads: one thread owns it. Nothing here blocks or throws on what the shell may tell.
 */
public final class Planner {
    /** Later than this, the machine or the controller was stopped: perhaps the workers too, or their messages wait. */
    private static final long SUSPENDED = 1_000_000_000L;
    /** What workers get after that, once, before they are killed. */
    private static final long GRACE = 2_000_000_000L;

    /** How often the shell is to tell what stands on the scoreboards. */
    public static final long LOOK_NANOS = Recycling.LOOK;

    private final World world = new World();
    private final Generations generations = new Generations();
    private final Orders orders = new Orders();
    private final Staffing staffing = new Staffing(world, generations);
    private final Panic panic;
    private final Setbacks setbacks;
    private final Unavailability unavailability;
    private final WorkerLife life;
    private final Recycling recycling;
    private final MemoryLimits memoryLimits;
    private final Shutdown shutdown;
    private final Reloads reloads;
    private final boolean developing;
    private boolean waitsToStart;

    /** One for an application that is served, not developed, and whose kills take no time for evidence. */
    Planner(long seed) {
        this(seed, Duration.ZERO, false);
    }

    /**
     * Knows nothing yet.
     *
     * @param seed where the jitter of the backoff begins
     * @param evidence how long a kill may wait for the evidence that is collected before; zero: not at all
     * @param developing whether an application that never came up is waited for: clients are told why, and it is tried
     *     again with the next reload, not before
     */
    public Planner(long seed, Duration evidence, boolean developing) {
        this.developing = developing;
        panic = new Panic(seed);
        setbacks = new Setbacks(world, generations, panic, orders, developing);
        unavailability = new Unavailability(world, panic, orders);
        life = new WorkerLife(world, panic, setbacks, unavailability, orders, evidence);
        recycling = new Recycling(world, life);
        memoryLimits = new MemoryLimits(world, generations, life, orders);
        shutdown = new Shutdown(world, generations, life, unavailability, orders);
        reloads = new Reloads(world, generations, staffing, shutdown, unavailability, setbacks, orders);
    }

    /** Begins with the first generation. Called once, before any step. */
    public List<Action> start(long nowNanos) {
        world.moveTo(nowNanos);
        reloads.begin();
        return orders.take();
    }

    /** What to do now, after this happened; nothing after {@link Action.Exit}. */
    public List<Action> step(Happening happening, long nowNanos) {
        if (shutdown.over()) {
            return List.of();
        }
        moveTo(nowNanos);
        note(happening);
        reconcile();
        return orders.take();
    }

    /**
     * When to call with {@link TimePassed}; empty if time changes nothing. It may be past already: then call when no
     * other happening waits.
     */
    public OptionalLong nextDeadline() {
        OptionalLong nearest = world.nextDeadline();
        if (shutdown.begun() || !panic.on()) {
            return shutdown.over() ? OptionalLong.empty() : nearest;
        }
        nearest = earlier(nearest, panic.calmAt());
        return waitsToStart ? earlier(nearest, panic.notBefore()) : nearest;
    }

    /** How things stand after the last step. */
    public Standing standing() {
        return new Standing(
                shutdown.begun(),
                world.everReady(),
                generations.preparing(),
                generations.hasTarget() ? generations.target().number() : 0,
                number(generations.lastGood()),
                number(generations.previousGood()),
                generations.hasTarget() ? generations.target().workers() : 0,
                alarm(),
                setbacks.lastReason(),
                world.workers().stream().map(Worker::standing).toList());
    }

    private static int number(@Nullable Generation generation) {
        return generation == null ? 0 : generation.number();
    }

    private Optional<Standing.Alarm> alarm() {
        return panic.on() && generations.hasTarget()
                ? Optional.of(new Standing.Alarm(setbacks.alarm(), panic.notBefore(), panic.tries(), setbacks.limit()))
                : Optional.empty();
    }

    /** Those of the generation that all are to run; none before there is one. */
    public Limits limits() {
        return generations.hasTarget() ? generations.target().policy().limits() : Limits.NONE;
    }

    private static OptionalLong earlier(OptionalLong one, long other) {
        return one.isPresent() && one.getAsLong() - other <= 0 ? one : OptionalLong.of(other);
    }

    private void moveTo(long now) {
        OptionalLong due = nextDeadline();
        world.moveTo(now);
        if (due.isPresent() && now - due.getAsLong() > SUSPENDED) {
            world.workers().forEach(worker -> worker.excuse(now + GRACE));
        }
    }

    private void note(Happening happening) {
        switch (happening) {
            case ReloadRequested(String by) -> reloads.request(by);
            case RollbackRequested(String by) -> reloads.rollBack(by);
            case GenerationPrepared(int generation, Policy policy) -> reloads.prepared(generation, policy);
            case GenerationFailed(int generation, String reason) -> reloads.failed(generation, reason);
            case WorkerSpawned(long id, int pid) -> spawned(id, pid);
            case SpawnFailed(long id, String reason) -> apply(id, Cause.SPAWN_FAILED, reason);
            case WorkerReady(long id) -> ready(id);
            case WorkerRetiring(long id, String reason) -> apply(id, Cause.SAID_RETIRING, reason);
            case WorkerStuck(long id, String reason) -> recycling.stuck(id, reason);
            case WorkersSeen(List<Sight> sights) -> recycling.see(sights);
            case MemoryMeasured(MemoryUse use) -> memoryLimits.measured(use);
            case WorkerFailed(long id, String what) -> apply(id, Cause.SAID_FAILED, what);
            case WorkerDrained(long id) -> apply(id, Cause.SAID_DRAINED, "");
            case WorkerUnreachable(long id) -> apply(id, Cause.UNREACHABLE, "");
            case WorkerExited(long id, int exitCode, String ending) -> exited(id, exitCode, ending);
            case ScaleRequested(int by) -> reloads.scale(by);
            case ScaleToRequested(int workers) -> reloads.scaleTo(workers);
            case StopRequested(String by) -> shutdown.ask(by);
            case TimePassed() -> escalate();
        }
    }

    private void apply(long id, Cause cause, String detail) {
        Worker worker = world.find(id);
        if (worker != null) {
            life.apply(worker, cause, detail);
        } else if (Transition.of(WorkerState.EXITED, cause).effect() == Effect.IMPOSSIBLE) {
            orders.warn("worker number " + id + " is not known: " + cause + " ignored");
        }
    }

    private void ready(long id) {
        Worker worker = world.find(id);
        boolean spare = worker != null && worker.is(WorkerState.STARTING) && staffing.isSpare(worker);
        apply(id, spare ? Cause.SPARE : Cause.SAID_READY, "");
    }

    private void spawned(long id, int pid) {
        Worker worker = world.find(id);
        if (worker != null) {
            worker.notePid(pid);
        }
        apply(id, Cause.SPAWNED, "");
    }

    private void exited(long id, int exitCode, String ending) {
        Worker worker = world.find(id);
        if (worker != null) {
            worker.noteExit(exitCode);
        }
        apply(id, Cause.EXIT_SEEN, ending);
    }

    /** From whatever state: cull, replenish, and then the caller waits. */
    private void reconcile() {
        if (!shutdown.begun() && generations.hasTarget()) {
            settle();
        }
        if (shutdown.begun()) {
            shutdown.proceed();
        }
    }

    private void settle() {
        if (setbacks.isHopeless() && generations.preparing() == 0) {
            giveUp();
            return;
        }
        calmDown();
        promote();
        cull();
        promote();
        reloads.completeIfUp();
        replenish();
        unavailability.reconcile();
        reloads.discardNeedless();
    }

    private void giveUp() {
        if (developing) {
            panic.calmDown();
            waitsToStart = false;
            unavailability.keepExplaining(setbacks.obituary());
        } else {
            shutdown.giveUp(setbacks.obituary());
        }
    }

    /** Only when time passed and nothing else is waiting: a worker is not killed while its message is in the mailbox. */
    private void escalate() {
        for (Worker worker : world.workers()) {
            if (worker.overdue(world.now())) {
                life.apply(worker, Cause.DEADLINE_PASSED, "");
            }
        }
    }

    private void calmDown() {
        if (panic.on() && world.now() - panic.calmAt() >= 0) {
            orders.info("no failure for " + Elapsed.text(panic.calm()) + ": the panic is over");
            panic.calmDown();
            orders.mark(new Milestone.PanicOver());
        }
    }

    /** What is lost is made good at once, as far as somebody waits for that. */
    private void promote() {
        for (Worker next = staffing.nextToServe(); next != null; next = staffing.nextToServe()) {
            life.apply(next, Cause.PROMOTED, "it is needed now");
        }
    }

    private void cull() {
        for (Worker worker : world.workers()) {
            if (worker.is(WorkerState.STARTING) && (isInVain(worker.generation()) || staffing.startsInVain(worker))) {
                life.drain(worker, false, "its generation is not wanted any more");
            } else if (worker.is(WorkerState.STANDBY)
                    && (isInVain(worker.generation()) || staffing.waitsInVain(worker))) {
                life.drain(worker, false, "it is not needed");
            } else if (worker.is(WorkerState.READY) && worker.cycled()) {
                life.drain(worker, false, worker.cycledBecause());
            }
        }
        for (Worker worker = staffing.nextToDrain(); worker != null; worker = staffing.nextToDrain()) {
            life.drain(worker, false, staffing.departure(worker).text());
        }
    }

    /** Whether a worker of it would be replaced as soon as it is ready. */
    private boolean isInVain(Generation generation) {
        Generation target = generations.target();
        return generation != target && (generation != generations.lastGood() || staffing.isUp(target));
    }

    private void replenish() {
        waitsToStart = false;
        for (Generation next = staffing.nextToStart(); next != null && mayStart(); next = staffing.nextToStart()) {
            life.spawn(next);
        }
    }

    private boolean mayStart() {
        if (setbacks.isHopeless()) {
            return false; // it waits for the code that is being prepared
        }
        if (!panic.on()) {
            return true;
        }
        if (world.count(WorkerState.STARTING) > 0) {
            return false;
        }
        waitsToStart = panic.notBefore() - world.now() > 0;
        return !waitsToStart;
    }

    /** Whether the application has failed to come up for as often as the policy allows. For tests, as is what follows. */
    boolean isHopeless() {
        return setbacks.isHopeless();
    }

    World world() {
        return world;
    }

    Generations generations() {
        return generations;
    }

    Panic panic() {
        return panic;
    }
}
