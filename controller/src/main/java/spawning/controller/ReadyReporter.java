// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import spawning.controller.service.Reporter;

/** Wants to know only when the first worker is ready. */
record ReadyReporter(Runnable whenReady) implements Reporter {
    @Override
    public void ready() {
        whenReady.run();
    }

    @Override
    public void reloading() {
        // it serves on
    }

    @Override
    public void reloaded() {
        // it served before
    }

    @Override
    public void stopping() {
        // the end is heard of otherwise
    }

    @Override
    public void status(String sentence) {
        // nobody reads it
    }

    @Override
    public void alive() {
        // nobody watches
    }

    @Override
    public void close() {
        // holds nothing
    }
}
