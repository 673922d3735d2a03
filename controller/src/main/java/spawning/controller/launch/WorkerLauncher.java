// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.io.IOException;
import java.util.List;
import spawning.controller.listener.BoundListener;

/** Starts workers. */
@FunctionalInterface
public interface WorkerLauncher {
    /**
     * Starts a worker process. Takes some milliseconds and never waits for the worker itself; the controller's thread.
     *
     * @param worker the number of this spawning, never used before; it names the worker in all reports
     * @param listeners handed down in this order; as many as the command line says
     * @throws IOException no process could be made; the text says why, and nothing is left open
     */
    LaunchedWorker launch(long worker, WorkerCommandLine commandLine, List<BoundListener> listeners) throws IOException;
}
