// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import spawning.wsgi.Application;
import spawning.wsgi.Middleware;

/**
 * The validator of the contract, as a middleware: {@code new Lint().wrap(application)} behaves as the application does, and
 * throws a {@link LintError} where it, or what calls it, breaches a {@link Rule}. {@code spawning --lint} wraps the
 * application and each middleware in one.
 *
 * <p>It finds more than a server does, for a server repairs what it can. Bodies of answers to HEAD are let through: an
 * application may answer it as it answers GET, and the server sends the header alone.
 *
 * @see TestRequest
 */
public final class Lint implements Middleware {
    private final Parts parts;

    /** A validator that speaks of "the application" and "the server". */
    public Lint() {
        this("the application", "the server");
    }

    /**
     * A validator of one boundary of several.
     *
     * @param callee who is called at this boundary, such as {@code application com.acme.Shop}
     * @param caller who calls, such as {@code middleware com.acme.Gzip}
     */
    public Lint(String callee, String caller) {
        parts = new Parts(callee, caller);
    }

    @Override
    public LintedApplication wrap(Application next) {
        return new LintedApplication(next, parts);
    }
}
