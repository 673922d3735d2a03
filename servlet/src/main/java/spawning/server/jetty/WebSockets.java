// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.jspecify.annotations.Nullable;

/** The WebSocket endpoints of an application by their paths, with each WebSocket made known to its connection. */
final class WebSockets extends WebSocketMappings {
    private final ContextHandler application;

    /** Endpoints of this application are kept here. Called before its start. */
    static void of(ContextHandler application) {
        application.setAttribute(WEBSOCKET_MAPPING_ATTRIBUTE, new WebSockets(application));
    }

    private WebSockets(ContextHandler application) {
        this.application = application;
    }

    @Override
    public boolean upgrade(
            @Nullable WebSocketNegotiator negotiator,
            Request request,
            Response response,
            Callback callback,
            Configuration.Customizer customizer) {
        if (negotiator == null) {
            return false;
        }
        var components = WebSocketServerComponents.getWebSocketComponents(application);
        return getHandshaker()
                .upgradeRequest(new Known(negotiator), request, response, callback, components, customizer);
    }

    private record Known(WebSocketNegotiator negotiator) implements WebSocketNegotiator {
        @Override
        public @Nullable FrameHandler negotiate(
                ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            FrameHandler endpoint = negotiator.negotiate(request, response, callback);
            return endpoint == null
                    ? null
                    : new OpenWebSocket(
                            endpoint,
                            RequestStart.of(request),
                            request.getHttpURI().getPath());
        }

        @Override
        public void customize(Configuration session) {
            negotiator.customize(session);
        }
    }
}
