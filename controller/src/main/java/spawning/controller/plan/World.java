// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The workers that have not exited, and the moment of the step. Questions about them change nothing. */
final class World {
    private final List<Worker> workers = new ArrayList<>();
    private long now;
    private long lastId;
    private boolean everReady;

    /** Monotonic nanoseconds. */
    long now() {
        return now;
    }

    void moveTo(long nanos) {
        now = nanos;
    }

    /** In the order of their spawning. */
    List<Worker> workers() {
        return workers;
    }

    boolean isEmpty() {
        return workers.isEmpty();
    }

    @Nullable
    Worker find(long id) {
        for (Worker worker : workers) {
            if (worker.id() == id) {
                return worker;
            }
        }
        return null;
    }

    Worker add(Generation generation) {
        lastId++;
        Worker worker = new Worker(lastId, freeSlot(), generation, now);
        workers.add(worker);
        return worker;
    }

    void remove(Worker worker) {
        workers.remove(worker);
    }

    /** The lowest number from 1 that no process holds, be it draining or killed. */
    private int freeSlot() {
        int slot = 1;
        while (isTaken(slot)) {
            slot++;
        }
        return slot;
    }

    private boolean isTaken(int slot) {
        for (Worker worker : workers) {
            if (worker.slot() == slot) {
                return true;
            }
        }
        return false;
    }

    /** Whether any worker of any generation was ever ready. */
    boolean everReady() {
        return everReady;
    }

    void noteReady() {
        everReady = true;
    }

    int count(WorkerState state) {
        int count = 0;
        for (Worker worker : workers) {
            count += worker.is(state) ? 1 : 0;
        }
        return count;
    }

    int count(WorkerState state, Generation generation) {
        int count = 0;
        for (Worker worker : workers) {
            count += worker.is(state) && worker.generation() == generation ? 1 : 0;
        }
        return count;
    }

    /** Those that serve or soon will. */
    int startingOrReady() {
        return count(WorkerState.STARTING) + count(WorkerState.READY);
    }

    /** Those that are starting or ready with this generation and do not ask to be replaced. */
    int fresh(Generation generation) {
        int count = 0;
        for (Worker worker : workers) {
            boolean serves = worker.is(WorkerState.STARTING) || worker.is(WorkerState.READY);
            count += serves && worker.generation() == generation && !worker.retiring() ? 1 : 0;
        }
        return count;
    }

    /** Those that serve with this generation and do not ask to be replaced. */
    int staying(Generation generation) {
        int count = 0;
        for (Worker worker : workers) {
            count += worker.is(WorkerState.READY) && worker.generation() == generation && !worker.retiring() ? 1 : 0;
        }
        return count;
    }

    /** Those that drain and were ready before, so that they may hold requests. */
    int servedAndDraining() {
        int count = 0;
        for (Worker worker : workers) {
            count += worker.is(WorkerState.DRAINING) && worker.served() ? 1 : 0;
        }
        return count;
    }

    /** Those that leave before there is a replacement, and whose processes have not ended. */
    int keepingPlaces(Generation generation) {
        int count = 0;
        for (Worker worker : workers) {
            boolean leaves = worker.is(WorkerState.DRAINING) || worker.is(WorkerState.KILLED);
            count += leaves && worker.keepsPlace() && worker.generation() == generation ? 1 : 0;
        }
        return count;
    }

    boolean uses(Generation generation) {
        for (Worker worker : workers) {
            if (worker.generation() == generation) {
                return true;
            }
        }
        return false;
    }

    /** The nearest deadline of a worker. */
    OptionalLong nextDeadline() {
        boolean any = false;
        long nearest = 0;
        for (Worker worker : workers) {
            if (worker.timed() && (!any || worker.deadline() - nearest < 0)) {
                any = true;
                nearest = worker.deadline();
            }
        }
        return any ? OptionalLong.of(nearest) : OptionalLong.empty();
    }
}
