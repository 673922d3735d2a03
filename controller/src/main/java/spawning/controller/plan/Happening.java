// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.List;

/** Something that happened: what the shell tells the planner. Workers are named by their number of spawning. */
public sealed interface Happening {
    /** A reload was asked for, by whom stands in the log: {@code SIGHUP}. */
    record ReloadRequested(String by) implements Happening {}

    /** The code and configuration that served before were asked for, or the end of a reload that is under way. */
    record RollbackRequested(String by) implements Happening {}

    /** The snapshot of a generation is complete, and so are its listeners. */
    record GenerationPrepared(int generation, Policy policy) implements Happening {}

    /** The snapshot could not be made. The reason is one line; details are in the log already. */
    record GenerationFailed(int generation, String reason) implements Happening {}

    /** The process exists. */
    record WorkerSpawned(long worker, int pid) implements Happening {}

    /** No process could be made. */
    record SpawnFailed(long worker, String reason) implements Happening {}

    /** The worker can accept. */
    record WorkerReady(long worker) implements Happening {}

    /** The worker asks to be replaced. */
    record WorkerRetiring(long worker, String reason) implements Happening {}

    /** A request of the worker does not end; what it is stands in the reason. */
    record WorkerStuck(long worker, String reason) implements Happening {}

    /** The scoreboards were looked at, once a second. */
    record WorkersSeen(List<Sight> sights) implements Happening {}

    /** Memory was measured. */
    record MemoryMeasured(MemoryUse use) implements Happening {}

    /** The worker said why it could not boot; its end follows. */
    record WorkerFailed(long worker, String what) implements Happening {}

    /** The worker has answered everything; its end follows. */
    record WorkerDrained(long worker) implements Happening {}

    /** The pipe to the worker is full or broken: it does not read. */
    record WorkerUnreachable(long worker) implements Happening {}

    /** The process ended and was reaped. The ending is for people: {@code exit code 1}, {@code signal 9 (KILL)}. */
    record WorkerExited(long worker, int exitCode, String ending) implements Happening {}

    /** More or fewer workers are wanted, by a difference such as 1 or -1. */
    record ScaleRequested(int by) implements Happening {}

    /** So many workers are wanted; 1 or more. */
    record ScaleToRequested(int workers) implements Happening {}

    /** A stop was asked for: graceful first, and at once when it is asked again. */
    record StopRequested(String by) implements Happening {}

    /**
     * Time passed, and no other happening is waiting to be told: only then are workers killed for being late, for their
     * message may be among those that wait.
     */
    record TimePassed() implements Happening {}
}
