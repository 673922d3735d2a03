// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

/** Wraps an application in another: what stands behind {@code spawning app mw1 mw2}, the last named outermost. */
@FunctionalInterface
public interface Middleware {
    /**
     * Wraps an application; called once in each worker, before it is ready.
     *
     * @param next the application to be called by the one returned
     * @return the application that the server, or the next middleware, calls
     * @throws Exception the worker fails to boot
     */
    Application wrap(Application next) throws Exception;
}
