// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;
import spawning.server.log.LoggedRequest;
import spawning.server.log.RequestIds;
import spawning.server.netty.RequestCheck.Refused;
import spawning.server.wsgi.ResponseHead;

/**
 * A request that the server answered itself, for the access log.
 *
 * @param request null when its head could not be read, or did not come
 */
record RefusedRequest(String remote, @Nullable HttpRequest request, Refused refused, RequestIds ids)
        implements LoggedRequest {
    /** The decoder has a stand-in for a head that it could not read. */
    private @Nullable HttpRequest readable() {
        return request instanceof FullHttpRequest ? null : request;
    }

    @Override
    public String method() {
        HttpRequest read = readable();
        return read == null ? "" : read.method().name();
    }

    @Override
    public String target() {
        HttpRequest read = readable();
        return read == null ? "" : read.uri();
    }

    @Override
    public String protocol() {
        HttpRequest read = readable();
        return read == null ? "" : read.protocolVersion().text();
    }

    @Override
    public @Nullable String header(String name) {
        HttpRequest read = readable();
        return read == null ? null : LoggedHeaders.of(read.headers(), name);
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return LoggedHeaders.of(ResponseHead.plain(refused.status(), refused.reason()), name);
    }

    @Override
    public String requestId() {
        return ids.of(ids.header().isEmpty() ? null : header(ids.header()));
    }
}
