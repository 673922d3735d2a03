// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.log.AccessLog;

/**
 * Where what happens on a connection is written down.
 *
 * @param warmUp whether the connection is the worker's own, so that nobody reads the two
 */
record Account(Scoreboard scoreboard, AccessLog accessLog, boolean warmUp) {
    /** One for connections of the worker's own: what happens on them is counted, and formatted for the log, and seen by nobody. */
    Account warmingUp() {
        return new Account(Scoreboard.unread(), accessLog.unwritten(), true);
    }
}
