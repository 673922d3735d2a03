// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

/** Which side of the contract breached it. */
public enum Blame {
    /** What was called: the application, or the middleware that stands in for one. */
    APPLICATION,
    /** What called: the server, or the middleware around the application. */
    CALLER
}
