// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * A request's body stopped coming. Where the application neither handles it nor has begun to answer, Jetty makes the response
 * of it that it asks for: 408 (RFC 9110, 15.5.9).
 */
final class StalledBody extends TimeoutException implements HttpException {
    @Serial
    private static final long serialVersionUID = 1;

    StalledBody(Duration still, Duration limit) {
        super("nothing of the request's body came for " + still.toMillis() + " ms, limit " + limit.toMillis() + " ms");
    }

    @Override
    public int getCode() {
        return HttpStatus.REQUEST_TIMEOUT_408;
    }

    @Override
    public String getReason() {
        return "Request Timeout";
    }
}
