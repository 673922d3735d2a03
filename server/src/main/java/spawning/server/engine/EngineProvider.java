// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.engine;

import java.nio.file.Path;
import java.util.Set;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.log.AccessLog;

/**
 * Makes engines for applications that are not of the WSGI-style contract. Found by {@link java.util.ServiceLoader} on the
 * class path of the workers that need it, so that the others are spared its libraries.
 */
public interface EngineProvider {
    /** The values of {@code --factory} that it serves, such as {@code servlet}. */
    Set<String> factories();

    /**
     * Loads the application and puts it into an engine that is not started. Called once, before the worker is ready.
     *
     * @param settings whose factory is one of {@link #factories}
     * @param slot the worker's number
     * @param folder of the generation; a worker may keep files of its own in it, which go with the generation
     * @param accessLog written to until the engine is closed, which does not close it
     * @param scoreboard where requests and connections are counted
     * @throws spawning.server.factory.ApplicationLoadException what is asked for is not there or not of the right kind
     * @throws Exception the application's own code failed
     */
    HttpEngine make(WorkerSettings settings, int slot, Path folder, AccessLog accessLog, Scoreboard scoreboard)
            throws Exception;
}
