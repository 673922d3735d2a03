// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** A promise that the planner broke in a simulation. */
final class Breach extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String promise;

    Breach(String promise, String how) {
        super(promise + ": " + how, null, false, false);
        this.promise = promise;
    }

    /** Its name; a shrunk schedule must break the same one. */
    String promise() {
        return promise;
    }

    static void unless(boolean kept, String promise, Object how) {
        if (!kept) {
            throw new Breach(promise, how.toString());
        }
    }
}
