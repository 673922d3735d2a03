// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import spawning.controller.service.Reporter;

/** Wants to know only when the first worker is ready. */
record ReadyReporter(Runnable whenReady) implements Reporter {
    @Override
    public void ready() {
        whenReady.run();
    }
}
