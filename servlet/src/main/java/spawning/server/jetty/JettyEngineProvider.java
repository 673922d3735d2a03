// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.file.Path;
import java.util.Set;
import spawning.protocol.WorkerSettings;
import spawning.server.engine.EngineProvider;
import spawning.server.engine.HttpEngine;
import spawning.server.log.AccessLog;

/** The factories {@code servlet} and {@code war}. */
public final class JettyEngineProvider implements EngineProvider {
    private static final String SERVLET = "servlet";

    /** For the ServiceLoader. */
    public JettyEngineProvider() {}

    @Override
    public Set<String> factories() {
        return Set.of(SERVLET);
    }

    @Override
    public HttpEngine make(WorkerSettings settings, Path folder, AccessLog accessLog) throws Exception {
        return new JettyEngine(settings, ServletApplication.of(settings, WorkFolder.in(folder)), accessLog);
    }
}
