// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A planner, a clock that is moved by hand, and all actions since {@link #forget()}. Nothing happens unless told. */
final class Rehearsal {
    static final Duration DEADMAN = Duration.ofSeconds(120);
    static final Duration BOOT = Duration.ofSeconds(30);

    final Planner planner;
    final List<Action> actions = new ArrayList<>();
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // the monotonic clock may run over

    Rehearsal() {
        this(Duration.ZERO, false);
    }

    /**
     * @param evidence how long a kill may wait for it
     * @param developing whether what never comes up is waited for
     */
    Rehearsal(Duration evidence, boolean developing) {
        planner = new Planner(1, evidence, developing);
        actions.addAll(planner.start(now));
    }

    static Policy policy(int processes) {
        return new Policy(processes, 1, processes, DEADMAN, BOOT, 5, OnCrash.REPLACE);
    }

    /** A controller whose first generation serves with as many workers as the policy says: 1, 2, 3 and so on. */
    static Rehearsal serving(Policy policy) {
        return serving(policy, Duration.ZERO);
    }

    /** The same, where a kill may wait so long for evidence. */
    static Rehearsal serving(Policy policy, Duration evidence) {
        Rehearsal rehearsal = new Rehearsal(evidence, false);
        rehearsal.tell(new Happening.GenerationPrepared(1, policy));
        for (long worker = 1; worker <= policy.processes(); worker++) {
            rehearsal.comesUp(worker);
        }
        return rehearsal.forget();
    }

    static Rehearsal serving(int processes) {
        return serving(policy(processes));
    }

    Rehearsal forget() {
        actions.clear();
        return this;
    }

    Rehearsal tell(Happening happening) {
        actions.addAll(planner.step(happening, now));
        return this;
    }

    Rehearsal spawned(long worker) {
        return tell(new Happening.WorkerSpawned(worker, (int) (100 + worker)));
    }

    Rehearsal comesUp(long worker) {
        return spawned(worker).tell(new Happening.WorkerReady(worker));
    }

    Rehearsal crashes(long worker) {
        return tell(new Happening.WorkerExited(worker, 139, "signal 11 (SEGV)"));
    }

    Rehearsal leaves(long worker) {
        return tell(new Happening.WorkerExited(worker, 0, "exit code 0"));
    }

    Rehearsal reload(int generation, Policy policy) {
        return tell(new Happening.ReloadRequested("SIGHUP")).tell(new Happening.GenerationPrepared(generation, policy));
    }

    Rehearsal stop() {
        return tell(new Happening.StopRequested("SIGTERM"));
    }

    /** Time passes, and the planner is called whenever it wants to be. */
    Rehearsal pass(Duration time) {
        long end = now + time.toNanos();
        for (OptionalLong due = planner.nextDeadline();
                due.isPresent() && due.getAsLong() - end <= 0;
                due = planner.nextDeadline()) {
            now = due.getAsLong();
            tell(new Happening.TimePassed());
        }
        now = end;
        return this;
    }

    /** Time passes, and nobody calls the planner. */
    Rehearsal sleep(Duration time) {
        now += time.toNanos();
        return this;
    }

    /** What was ordered, without what was said and what was only written down. */
    List<Action> orders() {
        return actions.stream()
                .filter(action -> !(action instanceof Action.Say
                        || action instanceof Action.Autopsy
                        || action instanceof Action.Mark))
                .toList();
    }

    /** What operators read in the history. */
    List<Milestone> milestones() {
        return all(Action.Mark.class).stream().map(Action.Mark::milestone).toList();
    }

    /** What was said, a line each. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (Action action : actions) {
            if (action instanceof Action.Say(Action.Severity severity, String text)) {
                said.append(severity).append(' ').append(text).append('\n');
            }
        }
        return said.toString();
    }

    <A extends Action> List<A> all(Class<A> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Duration untilNextDeadline() {
        return Duration.ofNanos(planner.nextDeadline().orElseThrow() - now);
    }
}
