// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

/** How a worker process ends, as its exit code tells the controller. */
enum WorkerExit {
    /** Everything received was answered. */
    DRAINED(0),
    /** The application could not be loaded, or the engine not started. */
    FAILED(1),
    /** The deadman timeout passed before everything was answered. */
    DEADMAN(124),
    /** The engine waits for a lock for ever. */
    DEADLOCKED(125);

    private final int code;

    WorkerExit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
