// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import spawning.server.log.LoggedRequest;
import spawning.server.wsgi.Endpoint;

/**
 * A request and its response, for the access log.
 *
 * @param response null when the server answered beside it
 */
record LoggedExchange(Request request, @Nullable Response response) implements LoggedRequest {
    /** The values of a header; null when there is none. */
    static @Nullable String joined(HttpFields fields, String name) {
        String first = fields.get(name);
        if (first == null) {
            return null;
        }
        List<String> all = fields.getValuesList(name);
        return all.size() == 1 ? first : String.join(", ", all);
    }

    @Override
    public String remote() {
        return Endpoint.of(request.getConnectionMetaData().getRemoteSocketAddress())
                .host();
    }

    @Override
    public String user() {
        Request.AuthenticationState state = Request.getAuthenticationState(request);
        return state == null || state.getUserPrincipal() == null
                ? ""
                : state.getUserPrincipal().getName();
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String target() {
        return request.getHttpURI().getPathQuery();
    }

    @Override
    public String protocol() {
        return request.getConnectionMetaData().getHttpVersion().asString();
    }

    @Override
    public @Nullable String header(String name) {
        return joined(request.getHeaders(), name);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return response == null ? null : joined(response.getHeaders(), name);
    }

    @Override
    public String requestId() {
        return IdentifiedRequest.idOf(request);
    }
}
