// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a cache aside from which a worker crashed before it was ready, and says so.
 *
 * @param name of the cache
 * @param ending how the worker ended
 */
record Aside(AotStore store, String name, String ending) implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Aside.class);

    @Override
    public void run() {
        log.warn(
                "a worker crashed ({}) while it booted from the AOT cache {}, which may be damaged: workers boot without it;"
                        + " {}",
                ending,
                store.root().resolve(name),
                next());
    }

    private String next() {
        return switch (store.distrust(name)) {
            case REMOVED -> "it is removed, and another one is trained";
            case GIVEN_UP -> "it is removed like the one before it, and another one is trained only after a day";
            case KEPT -> "it is in use or cannot be removed: remove that folder once nothing uses it";
        };
    }
}
