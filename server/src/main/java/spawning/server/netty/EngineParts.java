// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.EventLoop;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.log.AccessLog;
import spawning.server.log.RequestIds;
import spawning.server.wsgi.ApplicationRunner;
import spawning.server.wsgi.Forwarding;

/**
 * What all connections of an engine share.
 *
 * @param warmUp whether the connections are the worker's own
 */
record EngineParts(
        WorkerSettings settings,
        ApplicationRunner runner,
        AccessLog accessLog,
        RequestIds requestIds,
        Scoreboard scoreboard,
        ResponseEncoder encoder,
        RequestCheck check,
        Forwarding forwarding,
        Connections connections,
        Dispatcher dispatcher,
        LateRequests lateRequests,
        boolean warmUp) {

    /**
     * The same for connections of the worker's own: what happens on them is counted, and formatted for the log, and seen
     * by nobody. A request of theirs that does not end takes a thread from others, but does not end the worker, whose
     * successor would do the same.
     */
    EngineParts warmingUp(ApplicationRunner marking, EventLoop loop) {
        Scoreboard unread = Scoreboard.unread();
        return new EngineParts(
                settings,
                marking,
                accessLog.unwritten(),
                requestIds,
                unread,
                encoder,
                check,
                forwarding,
                connections,
                dispatcher,
                new LateRequests(loop, settings.requestTimeout(), unread, what -> {}),
                true);
    }
}
