// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.util.ServiceLoader;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.EngineProvider;
import spawning.server.engine.HttpEngine;
import spawning.server.factory.ApplicationFactory;
import spawning.server.insight.InsightPages;
import spawning.server.log.AccessLog;
import spawning.server.netty.NettyEngine;

/** Which engine serves an application: Netty what the WSGI-style factories make, a provider what it says it serves. */
final class Engines {
    private Engines() {}

    /**
     * Loads the application and returns its engine, not started.
     *
     * @throws spawning.server.factory.ApplicationLoadException what is asked for is not there or not of the right kind
     * @throws Exception the application's own code failed
     */
    static HttpEngine make(
            WorkerSettings settings, WorkerArguments arguments, AccessLog accessLog, Scoreboard scoreboard)
            throws Exception {
        String factory = settings.factory();
        if (!factory.equals("wsgi")) { // the ServiceLoader's search of the whole class path is spared
            for (EngineProvider provider : ServiceLoader.load(EngineProvider.class)) {
                if (provider.factories().contains(factory)) {
                    return provider.make(settings, arguments.slot(), arguments.generation(), accessLog, scoreboard);
                }
            }
        }
        return new NettyEngine(
                settings,
                arguments.slot(),
                ApplicationFactory.named(factory).make(settings.application(), settings.middlewares(), settings.lint()),
                accessLog,
                scoreboard,
                settings.insight() == null
                        ? null
                        : InsightPages.of(settings, arguments.slot(), arguments.generation(), "Netty"));
    }
}
