// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import org.jspecify.annotations.Nullable;

/** One worker in the books: what was told of it and ordered for it. */
final class Account {
    final Action.Spawn spawn;
    final long spawnedAt;
    boolean process;
    boolean saidReady;
    boolean retiring;
    boolean unreachable;
    boolean accepted;

    /** Whether it said that it is ready and was not told to accept yet. */
    boolean waits;

    boolean failed;
    boolean stuck;
    long stuckSaid;
    /** Whether a second stop ended it, so that nobody wants to know why. */
    boolean ended;

    boolean gone;
    long acceptedAt;
    long failedAt;
    Action.@Nullable Drain drain;
    Action.@Nullable Kill kill;
    long drainedAt;
    long killedAt;
    /** Whether it left first, and its replacement waits until its process has ended, or cannot be ended in ten seconds. */
    boolean spared;

    /** When it came into its state. */
    long changedAt;

    Account(Action.Spawn spawn, long spawnedAt) {
        this.spawn = spawn;
        this.spawnedAt = spawnedAt;
        this.changedAt = spawnedAt;
    }

    boolean ready() {
        return accepted && drain == null && kill == null && !gone;
    }

    /** Whether it is ready and kept back. */
    boolean standby() {
        return waits && drain == null && kill == null && !gone;
    }

    boolean leaving() {
        return drain != null || kill != null || failed;
    }

    boolean isOf(int generation) {
        return spawn.generation() == generation;
    }

    @Override
    public String toString() {
        return spawn + (accepted ? " accepted" : "") + " " + drain + " " + kill + (gone ? " gone" : "");
    }
}
