// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

/**
 * What environ says about the server, the same in all requests of a worker.
 *
 * @param slot the worker's number
 * @param generation of the worker
 * @param multithread whether this process calls the application from several threads at once
 * @param multiprocess whether other processes run the same application
 */
public record ServerVariables(int slot, int generation, boolean multithread, boolean multiprocess) {}
