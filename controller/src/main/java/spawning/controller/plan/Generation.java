// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** A prepared generation as the planner knows it. */
final class Generation {
    private final int number;
    private final Policy policy;
    private final long askedAt;
    private int workers;
    private boolean proven;

    /**
     * @param workers how many workers of it shall serve; operators change it later
     * @param askedAt when it was asked for, monotonic nanoseconds
     */
    Generation(int number, Policy policy, int workers, long askedAt) {
        this.number = number;
        this.policy = policy;
        this.workers = Math.min(workers, policy.mostWorkers());
        this.askedAt = askedAt;
    }

    int number() {
        return number;
    }

    Policy policy() {
        return policy;
    }

    long askedAt() {
        return askedAt;
    }

    /** N of this generation: its configuration's number, or what operators made of it. */
    int workers() {
        return workers;
    }

    void scale(int by) {
        workers = Math.clamp(workers + (long) by, 1, policy.mostWorkers());
    }

    /** Whether one of its workers was ever ready. */
    boolean proven() {
        return proven;
    }

    void prove() {
        proven = true;
    }
}
