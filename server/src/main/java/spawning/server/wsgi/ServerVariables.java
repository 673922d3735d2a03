// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

/**
 * What environ says about the server, the same in all requests of a worker but for the last.
 *
 * @param slot the worker's number
 * @param generation of the worker
 * @param multithread whether this process calls the application from several threads at once
 * @param multiprocess whether other processes run the same application
 * @param warmUp whether the requests are the worker's own
 */
public record ServerVariables(int slot, int generation, boolean multithread, boolean multiprocess, boolean warmUp) {
    /** Those of requests that clients sent. */
    public ServerVariables(int slot, int generation, boolean multithread, boolean multiprocess) {
        this(slot, generation, multithread, multiprocess, false);
    }

    /** The same for requests that the worker makes itself, to warm up. */
    public ServerVariables warmingUp() {
        return new ServerVariables(slot, generation, multithread, multiprocess, true);
    }
}
