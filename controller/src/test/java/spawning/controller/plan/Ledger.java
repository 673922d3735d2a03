// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spawning.controller.ExitStatus;

/**
 * Keeps its own books of what the planner was told and what it ordered, and holds it to its promises. It believes the
 * planner only in which generation is the target and whether it is in panic.
 */
final class Ledger {
    private static final long KILL_GRACE = 2 * Fate.SECOND;
    private static final long UNSERVED_LIMIT = 5 * Fate.SECOND;

    /** One worker, as the messages to and from the planner tell. */
    static final class Entry {
        final Action.Spawn spawn;
        final long spawnedAt;
        boolean process;
        boolean saidReady;
        boolean unreachable;
        boolean accepted;
        boolean gone;
        boolean failed;
        long failedAt;
        Action.@Nullable Drain drain;
        Action.@Nullable Kill kill;
        long drainedAt;

        Entry(Action.Spawn spawn, long spawnedAt) {
            this.spawn = spawn;
            this.spawnedAt = spawnedAt;
        }

        boolean ready() {
            return accepted && drain == null && kill == null && !gone;
        }

        boolean leaving() {
            return drain != null || kill != null || failed;
        }

        @Override
        public String toString() {
            return spawn + (accepted ? " accepted" : "") + " " + drain + " " + kill + (gone ? " gone" : "");
        }
    }

    private final Planner planner;
    private final PanicBook panicBook;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Entry> alive = new ArrayList<>();
    private final Set<Integer> prepared = new HashSet<>();
    private final Set<Integer> rejected = new HashSet<>();
    private final Set<Integer> discarded = new HashSet<>();
    private int newestRequested;
    private int resolved;
    private boolean answering;
    private boolean gatesClosed;
    private int stops;
    private long stoppedAt;
    private boolean killAll;
    private boolean timePassed;
    private boolean crashSeen;
    private boolean restartsAll;
    private boolean everRestartedAll;
    private boolean leaving;
    Action.@Nullable Exit exit;

    Ledger(Planner planner) {
        this.planner = planner;
        panicBook = new PanicBook(planner.panic());
    }

    Entry entry(long id) {
        return entries.get((int) id - 1);
    }

    boolean hasExited() {
        return exit != null;
    }

    boolean leaving() {
        return leaving;
    }

    /** Whether the last reload asked for has ended, in success or with a report. */
    boolean isResolved() {
        return resolved == newestRequested;
    }

    int ready() {
        int count = 0;
        for (Entry entry : alive) {
            count += entry.ready() ? 1 : 0;
        }
        return count;
    }

    private int ready(int generation) {
        int count = 0;
        for (Entry entry : alive) {
            count += entry.ready() && entry.spawn.generation() == generation ? 1 : 0;
        }
        return count;
    }

    /** Called before the planner is told. */
    void happened(Happening happening, long now) {
        crashSeen = false;
        timePassed = happening instanceof Happening.TimePassed;
        restartsAll = planner.generations().hasTarget()
                && planner.generations().target().policy().onCrash() == OnCrash.RESTART_ALL;
        panicBook.nextStep(planner.panic().on());
        switch (happening) {
            case Happening.GenerationPrepared(int number, Policy _) -> notePrepared(number);
            case Happening.WorkerSpawned(long id, int _) -> entry(id).process = true;
            case Happening.SpawnFailed(long id, String _) -> spawnFailed(entry(id), now);
            case Happening.WorkerReady(long id) -> noteReady(id);
            case Happening.WorkerFailed(long id, String _) -> noteFailed(id, now);
            case Happening.WorkerUnreachable(long id) -> unreachable(id, now);
            case Happening.WorkerExited(long id, int _, String _) -> exited(id, now);
            case Happening.StopRequested _ -> noteStop(now);
            case Happening.ReloadRequested _,
                    Happening.GenerationFailed _,
                    Happening.WorkerRetiring _,
                    Happening.WorkerDrained _,
                    Happening.ScaleRequested _,
                    Happening.TimePassed _ -> {}
        }
    }

    private void notePrepared(int number) {
        if (number == planner.generations().preparing()) {
            prepared.add(number);
            panicBook.newCode();
        }
    }

    private void noteReady(long id) {
        if (id <= entries.size()) {
            entry(id).saidReady = true;
        }
    }

    private void spawnFailed(Entry entry, long now) {
        gone(entry);
        if (!planner.world().isEmpty() && stateOf(entry) == WorkerState.STARTING) {
            panicBook.spawnFailed(now);
        }
    }

    private void noteFailed(long id, long now) {
        if (id > entries.size()) {
            return;
        }
        Entry entry = entry(id);
        if (stateOf(entry) == WorkerState.STARTING) {
            entry.failed = true;
            entry.failedAt = now;
            panicBook.failed(now);
        }
    }

    private void unreachable(long id, long now) {
        Entry entry = entry(id);
        entry.unreachable = true;
        if (!entry.gone && stateOf(entry) != WorkerState.DRAINING && stateOf(entry) != WorkerState.KILLED) {
            crashSeen |= entry.ready();
            panicBook.failed(now);
        }
    }

    private void exited(long id, long now) {
        if (id > entries.size() || entry(id).gone) {
            return;
        }
        Entry entry = entry(id);
        if (!entry.leaving()) {
            crashSeen |= entry.ready();
            panicBook.failed(now);
        }
        gone(entry);
    }

    private void gone(Entry entry) {
        entry.gone = true;
        alive.remove(entry);
    }

    private @Nullable WorkerState stateOf(Entry entry) {
        Worker worker = planner.world().find(entry.spawn.worker());
        return worker == null ? null : worker.state();
    }

    private void noteStop(long now) {
        stops++;
        leaving = true;
        if (stops == 1) {
            stoppedAt = now;
        }
        killAll |= stops > 1 && now - stoppedAt >= Fate.SECOND;
    }

    private void checkReplaced() {
        Generation target = planner.generations().target();
        Generation fallback = planner.generations().fallback();
        int least = fallback != null ? Math.min(fallback.workers(), target.workers()) : target.workers();
        int up = planner.world().startingOrReady();
        unless(up >= (target.proven() || fallback != null ? least : 1), "what lacks is started at once", up);
    }

    /** Called with the planner's answer. */
    void ordered(List<Action> actions, long now) {
        for (Action action : actions) {
            unless(exit == null, "nothing after exit", action);
            switch (action) {
                case Action.Prepare(int number) -> prepare(number);
                case Action.CancelPreparation(int number) -> resolved = Math.max(resolved, number);
                case Action.Discard(int number) -> discard(number);
                case Action.Spawn spawn -> spawn(spawn, now);
                case Action.Accept(long id) -> accept(entry(id), now);
                case Action.Drain drain -> drain(entry(drain.worker()), drain, now);
                case Action.Kill kill -> kill(entry(kill.worker()), kill, now);
                case Action.CloseGates() -> closeGates();
                case Action.AnswerUnavailable _ -> answerUnavailable();
                case Action.StopAnsweringUnavailable() -> stopAnswering();
                case Action.Say(var _, String text) -> noteReport(text);
                case Action.Exit last -> exit(last);
            }
        }
        checkAfterStep(now);
    }

    private void prepare(int number) {
        unless(!leaving, "no preparation in a stop", number);
        unless(number == newestRequested + 1, "generations are counted", number);
        newestRequested = number;
    }

    private void discard(int number) {
        for (Entry entry : alive) {
            unless(entry.spawn.generation() != number, "no generation in use is discarded", entry);
        }
        Generations generations = planner.generations();
        Generation lastGood = generations.lastGood();
        boolean isTarget = generations.hasTarget() && generations.target().number() == number;
        unless(!isTarget, "the target is not discarded", number);
        unless(lastGood == null || lastGood.number() != number, "the last good generation is not discarded", number);
        unless(discarded.add(number), "discarded once", number);
    }

    private void spawn(Action.Spawn spawn, long now) {
        unless(!leaving, "no spawn in a stop", spawn);
        unless(spawn.worker() == entries.size() + 1, "workers are counted", spawn);
        boolean known = prepared.contains(spawn.generation()) && !discarded.contains(spawn.generation());
        unless(known, "only prepared generations are spawned", spawn);
        unless(!rejected.contains(spawn.generation()), "a failed generation is not started again", spawn);
        checkSlot(spawn.slot());
        checkRoom(spawn);
        Entry entry = new Entry(spawn, now);
        entries.add(entry);
        alive.add(entry);
        panicBook.spawned(now);
    }

    private void checkSlot(int slot) {
        Set<Integer> taken = new HashSet<>();
        alive.forEach(entry -> taken.add(entry.spawn.slot()));
        int lowest = 1;
        while (taken.contains(lowest)) {
            lowest++;
        }
        unless(slot == lowest, "the lowest free slot", slot + " of " + alive);
    }

    /** Holds for what is spawned: what serves already may be more, after a scale down. */
    private void checkRoom(Action.Spawn spawn) {
        Generation target = planner.generations().target();
        boolean outdated = false;
        int candidates = 0;
        int up = 1;
        for (Entry entry : alive) {
            // A worker that was given up before it had a process is told so later; here the planner is believed.
            boolean starts = !entry.accepted && !entry.leaving() && stateOf(entry) == WorkerState.STARTING;
            boolean counted = entry.spawn.worker() < spawn.worker() && starts;
            up += counted || entry.ready() ? 1 : 0;
            boolean ofTarget = entry.spawn.generation() == target.number();
            candidates += starts && ofTarget ? 1 : 0;
            outdated |= (counted || entry.ready()) && !ofTarget;
            unless(!(counted && planner.panic().on()), "one start at a time in panic", entry);
        }
        int surge = target.policy().surge();
        int limit = wanted() + (outdated || !target.proven() ? surge : 1);
        unless(up <= limit, "never more than N and the surge", up + " of " + limit);
        unless(target.proven() || candidates <= surge, "an unproven generation starts in the surge", candidates);
    }

    private int wanted() {
        Generation target = planner.generations().target();
        Generation lastGood = planner.generations().lastGood();
        return lastGood == null ? target.workers() : Math.max(target.workers(), lastGood.workers());
    }

    private void accept(Entry entry, long now) {
        unless(entry.saidReady && !entry.accepted && !entry.leaving() && !entry.gone, "accept once, if ready", entry);
        unless(!answering, "no 503 beside a ready worker", now);
        entry.accepted = true;
        panicBook.ready();
    }

    private void drain(Entry entry, Action.Drain drain, long now) {
        unless(entry.process && !entry.gone && entry.drain == null && entry.kill == null, "drain once", entry);
        boolean served = entry.accepted;
        entry.drain = drain;
        entry.drainedAt = now;
        boolean restartAll = crashSeen && restartsAll;
        unless(drain.last() == (served && leaving), "the last ones know", entry);
        everRestartedAll |= restartAll;
        if (served && leaving) {
            unless(gatesClosed, "gates are closed before the last drains", entry);
        } else if (served && !restartAll) {
            checkFloor(entry);
            checkDraining();
        }
    }

    private void checkFloor(Entry entry) {
        Generation target = planner.generations().target();
        boolean up = ready(target.number()) >= target.workers();
        int floor = up ? target.workers() : wanted();
        unless(ready() >= floor, "ready before drain", ready() + " left of " + floor + " after " + entry);
    }

    private void checkDraining() {
        int draining = 0;
        for (Entry entry : alive) {
            draining += entry.drain != null && entry.accepted && entry.kill == null ? 1 : 0;
        }
        int limit = planner.generations().target().policy().maxDraining();
        unless(draining <= limit || everRestartedAll, "not too many drain", draining + " of " + limit);
    }

    private void kill(Entry entry, Action.Kill kill, long now) {
        unless(entry.process && !entry.gone && entry.kill == null, "kill once", entry);
        boolean justified = killAll || entry.unreachable || isOverdue(entry, now);
        entry.kill = kill;
        unless(justified, "a kill has a reason of its own", entry);
        if (!entry.accepted && entry.drain == null && !entry.failed && !entry.unreachable && !killAll) {
            panicBook.failed(now);
        }
    }

    private boolean isOverdue(Entry entry, long now) {
        Policy policy = planner.world().find(entry.spawn.worker()).generation().policy();
        if (entry.drain != null) {
            long limit = entry.drain.limit().toNanos();
            return limit > 0 && now - entry.drainedAt >= limit + KILL_GRACE;
        }
        if (entry.failed) {
            return now - entry.failedAt >= UNSERVED_LIMIT + KILL_GRACE;
        }
        long boot = policy.bootTimeout().toNanos();
        return !entry.accepted && boot > 0 && now - entry.spawnedAt >= boot;
    }

    private void closeGates() {
        unless(leaving && !gatesClosed, "gates are closed once, in a stop", leaving);
        gatesClosed = true;
    }

    private void answerUnavailable() {
        unless(ready() == 0 && planner.panic().on() && !leaving, "503 only if nobody serves", alive);
        answering = true;
    }

    private void stopAnswering() {
        unless(answering, "503 ends only if it began", alive);
        answering = false;
    }

    private void noteReport(String text) {
        if (text.startsWith("generation ") && !text.contains(" prepared after ")) {
            int number = Integer.parseInt(text.substring(11, text.indexOf(' ', 11)));
            resolved = Math.max(resolved, number);
            if (text.contains(" failed: ")) {
                rejected.add(number);
            }
        }
    }

    private void exit(Action.Exit last) {
        unless(alive.isEmpty(), "exit after everyone", alive);
        unless(!answering, "exit after the last answer", last);
        unless(stops > 0 || last.status() == ExitStatus.NEVER_UP, "exit for a reason", last);
        if (last.status() == ExitStatus.NEVER_UP) {
            unless(entries.stream().noneMatch(entry -> entry.accepted), "what was up once is not given up", last);
        }
        exit = last;
    }

    private void checkAfterStep(long now) {
        panicBook.checkAfterStep(now, ready());
        var deadline = planner.nextDeadline();
        boolean future = deadline.isEmpty() || deadline.getAsLong() - now > 0;
        unless(future || !timePassed, "deadlines are in the future", deadline);
        unless(exit == null || deadline.isEmpty(), "no deadline after exit", deadline);
        unless(!answering || planner.panic().on(), "503 only in panic", deadline);
        for (Worker worker : planner.world().workers()) {
            unless(!worker.is(WorkerState.EXITED), "exited workers are forgotten", worker);
        }
        if (!leaving
                && exit == null
                && planner.generations().hasTarget()
                && !planner.panic().on()) {
            checkReplaced();
        }
    }
}
