// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import spawning.server.insight.Answer;
import spawning.server.insight.Asked;
import spawning.server.insight.InsightPages;
import spawning.server.wsgi.Endpoint;

/** Answers the worker's own pages; the application never sees requests for them. */
final class InsightHandler extends Handler.Wrapper {
    private final InsightPages pages;

    InsightHandler(Handler application, InsightPages pages) {
        super(application);
        this.pages = pages;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (!pages.owns(path)) {
            return super.handle(request, response, callback);
        }
        RequestStart.extend(request, InsightPages.LIMIT);
        Answer answer = pages.answer(asked(request, path));
        response.setStatus(answer.status());
        HttpFields.Mutable headers = response.getHeaders();
        answer.headers().forEach(headers::put);
        headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? null : ByteBuffer.wrap(answer.body()), callback);
        return true;
    }

    private static Asked asked(Request request, String path) {
        String query = request.getHttpURI().getQuery();
        return Asked.of(
                request.getMethod(),
                path,
                query == null ? "" : query,
                request.getHttpURI().getAuthority(),
                () -> ForwardedRequests.entries(request.getHeaders()),
                Endpoint.of(request.getConnectionMetaData().getRemoteSocketAddress())
                        .host(),
                ForwardedRequests.clientTold(request));
    }
}
