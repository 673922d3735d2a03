// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import spawning.server.log.AccessLog;

/** Writes requests to the worker's access log. */
record AccessLines(AccessLog log) implements RequestLog {
    @Override
    public void log(Request request, Response response) {
        if (RequestStart.of(request).takenOver()) {
            return; // it was logged when its client was answered
        }
        log.log(
                new LoggedExchange(request, response),
                response.getStatus(),
                Response.getContentBytesWritten(response),
                System.nanoTime() - request.getHeadersNanoTime());
    }
}
