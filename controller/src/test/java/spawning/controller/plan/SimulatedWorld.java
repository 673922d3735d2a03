// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;
import static spawning.controller.plan.Fate.MILLI;
import static spawning.controller.plan.Fate.SECOND;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lives one schedule: a shell without processes around the real planner, on a clock that jumps from event to event. */
final class SimulatedWorld {
    private static final long PATIENCE = 1200 * SECOND;
    private static final long NEVER = Agenda.NEVER;
    private static final int TOO_MANY_STEPS = 20_000;

    private final Schedule schedule;
    private final Consumer<String> trace;
    private final boolean traced;
    private final Planner planner;
    private final Ledger ledger;
    private final Agenda queue = new Agenda();
    private final Sleep sleep = new Sleep();
    private final Queue<Happening> mailbox = new ArrayDeque<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private final Set<Integer> cancelled = new HashSet<>();
    private final SimulatedBoards boards;
    private final Outside outside;
    private long now;
    private long nextLook;
    private int looks;
    private boolean measuring;
    private long roomFrom;
    private int steps;

    SimulatedWorld(Schedule schedule, boolean traced, Consumer<String> trace) {
        this.schedule = schedule;
        this.traced = traced;
        this.trace = trace;
        planner = new Planner(schedule.seed());
        ledger = new Ledger(planner);
        boards = new SimulatedBoards(schedule, workers);
        outside = new Outside(this, planner, workers, boards);
    }

    /** @throws Breach a promise was broken */
    void live() {
        now = schedule.seed() % SECOND;
        nextLook = now;
        obey(planner.start(now));
        schedule.inputs().forEach(input -> after(input.at(), () -> outside.take(input)));
        runUntil(schedule.calmFrom());
        runUntil(this::isSettled, "a reload ends, and N workers serve");
        if (!ledger.hasExited()) {
            stopAndLeave();
        }
        checkSilence();
    }

    private void stopAndLeave() {
        tell(0, new Happening.StopRequested("SIGTERM"));
        if (schedule.seed() % 3 == 0) {
            tell(1500 * MILLI, new Happening.StopRequested("SIGTERM"));
        }
        runUntil(ledger::hasExited, "every worker ends after a stop");
    }

    /** Whatever still was on its way when the planner left. */
    private void checkSilence() {
        for (int i = 0; i < 5 && !queue.isEmpty(); i++) {
            runEvent();
        }
        step(new Happening.TimePassed());
    }

    private boolean isSettled() {
        if (ledger.hasExited() || ledger.books().leaving()) {
            return ledger.hasExited();
        }
        Generations generations = planner.generations();
        if (generations.preparing() != 0 || generations.rolling() || !ledger.isResolved()) {
            return false;
        }
        boolean isStill = planner.world().count(WorkerState.STARTING) == 0
                && !ledger.books().anyRetiring()
                && workers.stream().noneMatch(SimulatedWorker::isFrozen);
        return isStill
                && ledger.books().ready() == generations.target().workers()
                && ledger.books().standby() == generations.target().policy().standby();
    }

    private void runUntil(long time) {
        while (!ledger.hasExited() && nextTime() <= time) {
            runNext();
        }
        now = Math.max(now, time);
    }

    private void runUntil(BooleanSupplier done, String promise) {
        long limit = now + PATIENCE;
        while (!done.getAsBoolean() && !ledger.hasExited()) {
            unless(nextTime() <= limit, promise, nextTime() == NEVER ? "asleep for ever" : "not within 20 minutes");
            runNext();
        }
    }

    private long nextTime() {
        return Math.min(lookAt(), Math.min(timer(), queue.next()));
    }

    private long lookAt() {
        return Math.max(Math.max(nextLook, sleep.controllerUntil()), now);
    }

    /** As in the controller: a look that is due comes first, and what happens at the same time as a deadline before it. */
    private void runNext() {
        long timer = timer();
        long look = lookAt();
        if (look <= timer && look <= queue.next()) {
            now = look;
            look();
        } else if (timer < queue.next() || queue.isEmpty()) {
            now = timer;
            step(new Happening.TimePassed());
        } else {
            runEvent();
        }
    }

    private void look() {
        looks++;
        nextLook = now + schedule.untilLook(looks);
        step(new Happening.WorkersSeen(boards.look()));
        Limits limits = planner.limits();
        if (!measuring && (limits.maxMemory() > 0 || limits.maxWorkerMemory() > 0)) {
            measuring = true;
            MemoryUse use = boards.measure(now >= roomFrom);
            after(schedule.measuring(looks), () -> measuring = false);
            tell(schedule.measuring(looks), new Happening.MemoryMeasured(use));
        }
    }

    /** How long the machine has run, without the time for which it was suspended. */
    long machineTime() {
        return sleep.machineTime(now);
    }

    /** 0 if it runs. */
    long untilMachineRuns() {
        return sleep.untilMachineRuns(now);
    }

    /** The controller's process stands still, and what it is told waits. */
    void stopController(long length) {
        sleep.ofController(now, length);
    }

    /** All stand still. */
    void suspend(long length) {
        sleep.ofMachine(now, length);
    }

    /** No replacement has room beside the worker that it replaces. */
    void takeRoom(long length) {
        roomFrom = now + length;
    }

    private void runEvent() {
        now = Math.max(now, queue.next());
        queue.take().run();
    }

    private long timer() {
        OptionalLong deadline = planner.nextDeadline();
        return deadline.isPresent() ? wake(deadline.getAsLong()) : NEVER;
    }

    /** When the controller comes to see to a deadline: a little late, and not while it is stopped. */
    private long wake(long deadline) {
        long late = Math.floorMod(deadline ^ schedule.seed(), 3 * MILLI);
        return Math.max(Math.max(deadline + late, sleep.controllerUntil()), now);
    }

    void after(long delay, Runnable what) {
        queue.add(now + delay, what);
    }

    /** The controller hears of it then, or when it is awake again; in the order of arrival. */
    void tell(long delay, Happening happening) {
        after(delay, () -> {
            mailbox.add(happening);
            readMailbox();
        });
    }

    private void readMailbox() {
        if (now < sleep.controllerUntil()) {
            after(sleep.controllerUntil() - now, this::readMailbox);
            return;
        }
        for (Happening next = mailbox.poll(); next != null; next = mailbox.poll()) {
            step(next);
        }
    }

    private void step(Happening happening) {
        steps += happening instanceof Happening.WorkersSeen || happening instanceof Happening.MemoryMeasured ? 0 : 1;
        unless(steps < TOO_MANY_STEPS, "no busy loop", steps);
        if (traced) {
            trace.accept(now / MILLI + "ms " + happening);
        }
        if (happening instanceof Happening.WorkerExited(long id, int _, String _) && id <= workers.size()) {
            worker(id).reap();
        }
        ledger.happened(happening, now);
        obey(planner.step(happening, now));
    }

    private void obey(List<Action> actions) {
        if (traced) {
            actions.forEach(action -> trace.accept("      " + action));
        }
        ledger.ordered(actions, now);
        for (Action action : actions) {
            switch (action) {
                case Action.Prepare(int generation, int _) -> prepare(generation);
                case Action.CancelPreparation(int generation) -> cancelled.add(generation);
                case Action.Spawn spawn -> spawn(spawn);
                case Action.Drain drain -> worker(drain.worker()).drain(drain);
                case Action.Kill kill -> kill(worker(kill.worker()));
                case Action.Accept(long id) -> worker(id).accept();
                case Action.Autopsy _,
                        Action.Discard _,
                        Action.Settled _,
                        Action.CloseGates _,
                        Action.AnswerUnavailable _,
                        Action.StopAnsweringUnavailable _,
                        Action.Say _,
                        Action.Mark _,
                        Action.Exit _ -> {}
            }
        }
    }

    private void kill(SimulatedWorker worker) {
        boolean blamed = ledger.books().wasToldThat(Happening.WorkersSeen.class);
        unless(!(blamed && worker.moves()), "a worker whose heart moves is not taken for hung", worker.id());
        worker.kill();
    }

    private void prepare(int generation) {
        long takes = schedule.preparation(generation);
        boolean fails = takes < 0 && now < schedule.calmFrom();
        after(Math.abs(takes), () -> {
            // Half of the cancelled ones had their answer on its way already.
            if (!cancelled.contains(generation) || takes % 2 == 0) {
                Policy policy = schedule.policy(generation);
                Happening answer = fails
                        ? new Happening.GenerationFailed(generation, "it does not compile")
                        : new Happening.GenerationPrepared(generation, policy);
                tell(0, answer);
                if (takes % 5 == 0) {
                    tell(Math.abs(takes), answer);
                }
            }
        });
    }

    private void spawn(Action.Spawn spawn) {
        Fate fate = schedule.fate(spawn.worker(), spawn.generation(), now);
        SimulatedWorker worker = new SimulatedWorker(this, spawn.worker(), fate);
        workers.add(worker);
        if (traced) {
            trace.accept("      of fate " + fate);
        }
        worker.begin();
    }

    private SimulatedWorker worker(long id) {
        return workers.get((int) id - 1);
    }
}
