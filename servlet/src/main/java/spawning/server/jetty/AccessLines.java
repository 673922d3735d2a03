// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/** Writes requests to the access log of their connections. */
record AccessLines() implements RequestLog {
    @Override
    public void log(Request request, Response response) {
        ClientConnection connection = RequestStart.of(request);
        if (connection.takenOver()) {
            return; // it was logged when its client was answered
        }
        connection
                .account()
                .accessLog()
                .log(
                        new LoggedExchange(request, response),
                        response.getStatus(),
                        Response.getContentBytesWritten(response),
                        System.nanoTime() - request.getHeadersNanoTime());
    }
}
