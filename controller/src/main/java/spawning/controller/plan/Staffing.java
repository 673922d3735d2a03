// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import org.jspecify.annotations.Nullable;

/** Who should be started next, and who should drain next? Questions only: nothing is changed here. */
final class Staffing {
    private final World world;
    private final Generations generations;

    Staffing(World world, Generations generations) {
        this.world = world;
        this.generations = generations;
    }

    /** What to start a worker of, or null if nothing lacks or there is no room. */
    @Nullable
    Generation nextToStart() {
        Generation target = generations.target();
        if (!target.proven()) {
            return nextOfUnproven(target);
        }
        int kept = world.keepingPlaces(target);
        boolean lacking = world.fresh(target) + kept < target.workers();
        if (lacking) {
            return world.startingOrReady() + kept < ceiling(target, kept) ? target : null;
        }
        return lacksStandby(target, kept) ? target : null;
    }

    /** Whether all serve that shall, so that a worker can be started that will wait; retiring ones are replaced first. */
    private boolean lacksStandby(Generation target, int kept) {
        int waiting = world.count(WorkerState.STANDBY, target);
        int most = target.workers() + target.policy().standby();
        return isUp(target) && !generations.rolling() && world.startingOrReady() + kept + waiting < most;
    }

    /** Whether a worker that is ready now is to wait, for enough others serve. */
    boolean isSpare(Worker worker) {
        Generation target = generations.target();
        return worker.generation() == target
                && !worker.retiring()
                && world.staying(target) >= target.workers()
                && world.count(WorkerState.STANDBY, target) < target.policy().standby();
    }

    /**
     * Which of those that wait is to serve now; null if none is. One of the target steps in for who retires, too; one of
     * another generation only for who is lost while a reload rolls.
     */
    @Nullable
    Worker nextToServe() {
        Generation target = generations.target();
        boolean replaces = world.staying(target) < target.workers() && target.proven();
        boolean lacks = world.count(WorkerState.READY) < wanted();
        Worker first = null;
        for (Worker worker : world.workers()) {
            boolean current = worker.generation() == target;
            boolean may = worker.is(WorkerState.STANDBY) && !worker.retiring() && (current ? replaces : lacks);
            if (may && (first == null || (current && first.generation() != target))) {
                first = worker;
            }
        }
        return first;
    }

    /** Whether one of old code would only wait, so that the candidate of a reload had to wait for its boot. */
    boolean startsInVain(Worker worker) {
        Generation own = worker.generation();
        return own != generations.target() && world.fresh(own) > own.workers();
    }

    /** Whether one that waits does so for nothing: of old code, or more than are to wait. */
    boolean waitsInVain(Worker worker) {
        Generation target = generations.target();
        return worker.retiring()
                || (worker.generation() == target
                        && world.count(WorkerState.STANDBY, target)
                                > target.policy().standby());
    }

    /** The candidate is tried in the surge only; what crashes meanwhile is replaced from the fallback. */
    private @Nullable Generation nextOfUnproven(Generation target) {
        Generation fallback = generations.fallback();
        int candidates = world.count(WorkerState.STARTING, target);
        if (fallback == null) {
            return candidates == 0 ? target : null; // first boot: one stack trace, not N
        }
        int all = world.startingOrReady();
        int surge = target.policy().surge();
        if (candidates < Math.min(surge, target.workers()) && all < wanted() + surge) {
            return target;
        }
        return all - candidates + world.keepingPlaces(fallback) < fallback.workers() ? fallback : null;
    }

    /**
     * A reload goes above N by the surge; those that asked to be replaced are replaced one at a time, and none while
     * somebody leaves first for want of room.
     */
    private int ceiling(Generation target, int kept) {
        if (anyOutdated(target)) {
            return wanted() + target.policy().surge();
        }
        return kept > 0 ? wanted() : wanted() + 1;
    }

    /** How many shall serve now. While a reload rolls it may still fall back, so the larger number holds. */
    int wanted() {
        Generation target = generations.target();
        Generation fallback = generations.fallback();
        return fallback == null ? target.workers() : Math.max(target.workers(), fallback.workers());
    }

    /** How many must stay ready when one drains. */
    int floor() {
        Generation target = generations.target();
        return isUp(target) ? target.workers() : wanted();
    }

    /** Whether as many workers of the target are ready as shall be. */
    boolean isUp(Generation target) {
        return world.count(WorkerState.READY, target) >= target.workers();
    }

    boolean anyOutdated(Generation target) {
        for (Worker worker : world.workers()) {
            boolean stays =
                    worker.is(WorkerState.STARTING) || worker.is(WorkerState.STANDBY) || worker.is(WorkerState.READY);
            if (stays && worker.generation() != target) {
                return true;
            }
        }
        return false;
    }

    /** The worker whose place is taken already, or null if nobody may leave now. */
    @Nullable
    Worker nextToDrain() {
        int limit = generations.target().policy().maxDraining();
        if (world.count(WorkerState.READY) <= floor() || world.servedAndDraining() >= limit) {
            return null;
        }
        Worker first = null;
        for (Worker worker : world.workers()) {
            if (worker.is(WorkerState.READY) && (first == null || leavesBefore(worker, first))) {
                first = worker;
            }
        }
        return first;
    }

    private boolean leavesBefore(Worker one, Worker other) {
        Departure reason = departure(one);
        if (reason != departure(other)) {
            return reason.compareTo(departure(other)) < 0;
        }
        return switch (reason) {
            case OUTDATED -> isOlder(one, other);
            case RETIRING -> one.id() < other.id();
            case SURPLUS -> one.slot() > other.slot();
        };
    }

    private static boolean isOlder(Worker one, Worker other) {
        int difference = one.generation().number() - other.generation().number();
        return difference < 0 || (difference == 0 && one.slot() < other.slot());
    }

    /** Why this worker would be the one to leave. */
    Departure departure(Worker worker) {
        if (worker.generation() != generations.target()) {
            return Departure.OUTDATED;
        }
        return worker.retiring() ? Departure.RETIRING : Departure.SURPLUS;
    }

    /** Why a ready worker leaves when there are more than needed, in the order in which they leave. */
    enum Departure {
        OUTDATED("replaced by another generation"),
        RETIRING("its replacement is ready"),
        SURPLUS("fewer are wanted");

        private final String text;

        Departure(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
