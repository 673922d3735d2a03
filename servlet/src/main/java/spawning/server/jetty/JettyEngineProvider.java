// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.file.Path;
import java.util.Set;
import org.eclipse.jetty.server.Handler;
import spawning.protocol.WorkerSettings;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.EngineProvider;
import spawning.server.engine.HttpEngine;
import spawning.server.insight.InsightPages;
import spawning.server.jetty.session.SessionSettings;
import spawning.server.jetty.session.SharedSessions;
import spawning.server.log.AccessLog;

/** The factories {@code servlet} and {@code war}. */
public final class JettyEngineProvider implements EngineProvider {
    private static final String SERVLET = "servlet";
    private static final String WAR = "war";

    /** For the ServiceLoader. */
    public JettyEngineProvider() {}

    @Override
    public Set<String> factories() {
        return Set.of(SERVLET, WAR);
    }

    @Override
    public HttpEngine make(WorkerSettings settings, int slot, Path folder, AccessLog accessLog, Scoreboard scoreboard)
            throws Exception {
        WorkFolder work = WorkFolder.in(folder);
        WebApplication application = settings.factory().equals(SERVLET)
                ? new ServletApplication(settings, slot, work)
                : new WebApplication(settings, slot, work, Path.of(settings.application()));
        SharedSessions sessions = SharedSessions.open(SessionSettings.of(settings.sessions(), settings.sessionLock()));
        Handler.Wrapper guarded = sessions.guard(application.getSessionHandler());
        guarded.setHandler(application);
        InsightPages pages = settings.insight() == null ? null : InsightPages.of(settings, slot, folder, "Jetty");
        Handler handler = pages == null ? guarded : new InsightHandler(guarded, pages);
        return new JettyEngine(settings, handler, sessions, accessLog, scoreboard);
    }
}
