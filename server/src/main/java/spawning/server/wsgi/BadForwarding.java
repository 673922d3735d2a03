// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

/**
 * What a trusted proxy sent about the client is malformed or contradicts itself. Has no stack trace: anybody may cause it.
 */
public final class BadForwarding extends Exception {
    private static final long serialVersionUID = 1L;

    BadForwarding() {
        super("malformed or contradictory Forwarded or X-Forwarded header", null, false, false);
    }
}
