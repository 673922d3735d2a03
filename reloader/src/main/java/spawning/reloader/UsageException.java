// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

/** What is wrong with the command line, in one sentence. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String text) {
        super(text);
    }
}
