// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.util.HashSet;
import java.util.Set;

/** What the {@link Ledger} holds the planner to when it starts, drains or kills a worker. */
final class WorkerPromises {
    private static final long KILL_AFTER_LIMIT = 2 * Fate.SECOND;
    private static final long UNSERVED_LIMIT = 5 * Fate.SECOND;

    private final Planner planner;
    private final Books books;
    private final HeartBook hearts;
    private boolean spared;
    private boolean restartsAll;
    private boolean everRestartedAll;

    WorkerPromises(Planner planner, Books books, HeartBook hearts) {
        this.planner = planner;
        this.books = books;
        this.hearts = hearts;
    }

    /** The policy that a crash meets is that of before the step. */
    void nextStep() {
        spared = false;
        restartsAll = planner.generations().hasTarget()
                && planner.generations().target().policy().onCrash() == OnCrash.RESTART_ALL;
    }

    void spawn(Action.Spawn spawn, long now) {
        unless(spawn.worker() == books.size() + 1, "workers are counted", spawn);
        checkSlot(spawn.slot());
        books.spawned(spawn, now);
        checkRoom(spawn);
    }

    private void checkSlot(int slot) {
        Set<Integer> taken = new HashSet<>();
        books.alive().forEach(account -> taken.add(account.spawn.slot()));
        int lowest = 1;
        while (taken.contains(lowest)) {
            lowest++;
        }
        unless(slot == lowest, "the lowest free slot", slot + " of " + books.alive());
    }

    /** Holds for what is spawned: what serves already may be more, after a scale down. */
    private void checkRoom(Action.Spawn spawn) {
        Generation target = planner.generations().target();
        boolean outdated = false;
        int candidates = 0;
        int up = 0;
        for (Account account : books.alive()) {
            boolean starts = !account.accepted && !account.leaving() && books.stateOf(account) == WorkerState.STARTING;
            // Several may be spawned in one step; each is checked as if it were the last.
            boolean counts = (starts && account.spawn.worker() <= spawn.worker()) || account.ready();
            boolean isOther = account.spawn.worker() < spawn.worker();
            up += counts ? 1 : 0;
            candidates += counts && starts && account.isOf(target.number()) ? 1 : 0;
            outdated |= counts && isOther && !account.isOf(target.number());
            unless(!(starts && isOther && planner.panic().on()), "one start at a time in panic", account);
        }
        int surge = target.policy().surge();
        int kept = placesKept(spawn.generation());
        int limit = wanted() + (outdated || !target.proven() ? surge : kept > 0 ? 0 : 1);
        int waiting = books.standby();
        int most = target.workers() + target.policy().standby();
        boolean willWait = waiting + up + kept <= most && books.ready(target.number()) >= target.workers();
        String numbers = up + ", " + kept + " and " + waiting + " of " + limit + " or " + most;
        unless(up + kept <= limit || willWait, "never more than N and the surge", numbers);
        unless(up + kept + waiting <= Math.max(most, limit + standbyOfAny()), "never more than all", numbers);
        unless(target.proven() || candidates <= surge, "an unproven generation starts in the surge", candidates);
    }

    private int standbyOfAny() {
        Generation lastGood = planner.generations().lastGood();
        int ofTarget = planner.generations().target().policy().standby();
        return lastGood == null
                ? ofTarget
                : Math.max(ofTarget, lastGood.policy().standby());
    }

    /** Who waits is told to serve as soon as somebody lacks, and somebody new waits then. */
    void checkStandby() {
        Generation target = planner.generations().target();
        int waiting = books.standby(target.number());
        unless(waiting <= target.policy().standby(), "no more wait than are wanted", waiting);
        boolean lacks = books.ready() < wanted() && planner.generations().rolling();
        unless(!lacks || books.standby() == 0, "nobody waits while somebody lacks", books.alive());
        boolean lacksTarget = planner.world().staying(target) < target.workers() && target.proven();
        unless(!lacksTarget || waiting == 0, "nobody waits while one of the target lacks", books.alive());
        boolean busy = planner.panic().on()
                || planner.generations().rolling()
                || books.anyRetiring()
                || books.ready(target.number()) < target.workers();
        int all = planner.world().startingOrReady() + books.placesKept(target) + waiting;
        int most = target.workers() + target.policy().standby();
        unless(busy || all >= most, "who waited and serves now is replaced", all + " of " + most);
    }

    private int placesKept(int generation) {
        Generation target = planner.generations().target();
        Generation fallback = planner.generations().fallback();
        if (target.number() == generation) {
            return books.placesKept(target);
        }
        return fallback == null ? 0 : books.placesKept(fallback);
    }

    private int wanted() {
        Generation target = planner.generations().target();
        Generation lastGood = planner.generations().lastGood();
        return lastGood == null ? target.workers() : Math.max(target.workers(), lastGood.workers());
    }

    void drain(Action.Drain drain, boolean gatesClosed, long now) {
        Account account = books.account(drain.worker());
        boolean first = account.drain == null && account.kill == null;
        unless(account.process && !account.gone && first, "drain once", account);
        boolean served = account.accepted;
        if (account.standby() && !books.leaving()) {
            unless(waitsInVain(account), "who waits is not sent away", account);
        }
        account.drain = drain;
        account.drainedAt = now;
        account.changedAt = now;
        boolean restartAll = books.crashSeen() && restartsAll;
        everRestartedAll |= restartAll;
        unless(drain.last() == (served && books.leaving()), "the last ones know", account);
        if (served && books.leaving()) {
            unless(gatesClosed, "gates are closed before the last drains", account);
        } else if (served && !restartAll) {
            if (books.eve().isRoomless() && books.eve().mayLeaveFirst() && !spared) {
                spared = true; // there is no room for a replacement beside it
                account.spared = true;
            } else {
                checkFloor(account);
            }
            checkDraining();
        }
    }

    private boolean waitsInVain(Account account) {
        Generation target = planner.generations().target();
        if (account.isOf(target.number())) {
            return account.retiring
                    || books.standby(target.number()) > target.policy().standby();
        }
        Generation fallback = planner.generations().fallback();
        boolean mayBeNeeded =
                fallback != null && account.isOf(fallback.number()) && books.ready(target.number()) < target.workers();
        return account.retiring || !mayBeNeeded;
    }

    private void checkFloor(Account account) {
        Generation target = planner.generations().target();
        boolean up = books.ready(target.number()) >= target.workers();
        int floor = up ? target.workers() : wanted();
        unless(books.ready() >= floor, "ready before drain", books.ready() + " left of " + floor + " after " + account);
    }

    private void checkDraining() {
        int draining = 0;
        for (Account account : books.alive()) {
            draining += account.drain != null && account.accepted && account.kill == null ? 1 : 0;
        }
        int limit = planner.generations().target().policy().maxDraining();
        unless(draining <= limit || everRestartedAll, "not too many drain", draining + " of " + limit);
    }

    void kill(Action.Kill kill, long now) {
        Account account = books.account(kill.worker());
        unless(account.process && !account.gone && account.kill == null, "kill once", account);
        boolean told =
                books.wasToldThat(Happening.TimePassed.class) || books.wasToldThat(Happening.WorkerSpawned.class);
        boolean hung = books.wasToldThat(Happening.WorkersSeen.class) && hearts.hangs(account, now);
        boolean justified = books.killAll() || account.unreachable || (told && isOverdue(account, now)) || hung;
        account.kill = kill;
        account.killedAt = now;
        unless(justified, "a kill has a reason of its own", account);
        unless(kill.evidence() == !account.ended, "who is killed against our will leaves evidence", account);
    }

    private boolean isOverdue(Account account, long now) {
        if (account.drain != null) {
            long limit = account.drain.limit().toNanos();
            return limit > 0 && now - account.drainedAt >= limit + KILL_AFTER_LIMIT;
        }
        if (account.failed && now - account.failedAt >= UNSERVED_LIMIT + KILL_AFTER_LIMIT) {
            return true;
        }
        Worker worker = planner.world().find(account.spawn.worker());
        long boot =
                worker == null ? 0 : worker.generation().policy().bootTimeout().toNanos();
        return !account.accepted && !account.waits && boot > 0 && now - account.spawnedAt >= boot;
    }

    /** What lacks is started at once; in a panic at the time of the next start. */
    void checkReplaced(long now) {
        Generation target = planner.generations().target();
        Generation fallback = planner.generations().fallback();
        int least = fallback == null ? target.workers() : Math.min(fallback.workers(), target.workers());
        int needed = target.proven() || fallback != null ? least : 1;
        Generation serving = target.proven() || fallback == null ? target : fallback;
        int up = planner.world().startingOrReady() + books.placesKept(serving);
        if (planner.isHopeless()) {
            return;
        }
        if (!planner.panic().on()) {
            unless(up >= needed, "what lacks is started at once", up + " of " + needed);
        } else if (up < needed && planner.world().count(WorkerState.STARTING) == 0) {
            boolean wakes = planner.nextDeadline().orElse(Long.MAX_VALUE)
                    <= planner.panic().notBefore();
            unless(wakes, "what lacks is started at the next try", up + " of " + needed + " at " + now);
        }
    }
}
