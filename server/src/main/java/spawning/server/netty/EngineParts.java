// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.log.AccessLog;
import spawning.server.log.RequestIds;
import spawning.server.wsgi.ApplicationRunner;
import spawning.server.wsgi.Forwarding;

/** What all connections of an engine share. */
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
        LateRequests lateRequests) {}
