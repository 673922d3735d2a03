// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

/** Something changed between the first and the last look at it: try again. */
final class ChangedMeanwhile extends Exception {
    private static final long serialVersionUID = 1;

    /** @param path what changed */
    ChangedMeanwhile(String path) {
        super(path);
    }

    ChangedMeanwhile(String path, Exception cause) {
        super(path, cause);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
