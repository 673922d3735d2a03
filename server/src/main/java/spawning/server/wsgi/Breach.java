// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import org.jspecify.annotations.Nullable;
import spawning.wsgi.lint.LintError;

/** Finds what {@code --lint} threw, whatever the application and its middlewares have wrapped it in. */
final class Breach {
    /** Deeper than anybody wraps, and an end for causes that lead in a circle. */
    private static final int DEPTH = 50;

    private Breach() {}

    static @Nullable LintError in(Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < DEPTH; t = t.getCause()) {
            if (t instanceof LintError breach) {
                return breach;
            }
            for (Throwable suppressed : t.getSuppressed()) {
                if (suppressed instanceof LintError breach) {
                    return breach;
                }
            }
            depth++;
        }
        return null;
    }
}
