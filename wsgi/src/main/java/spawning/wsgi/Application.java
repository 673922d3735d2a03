// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.util.Map;

/**
 * A web application: called once for each request.
 *
 * <p>The server calls it from several threads at once when {@code environ.get("wsgi.multithread")} is true, and one
 * instance lives in each worker process. An application that is also {@link AutoCloseable} is closed once, after its
 * last request.
 *
 * @see <a href="https://peps.python.org/pep-3333/">PEP 3333</a>
 */
@FunctionalInterface
public interface Application {
    /**
     * Answers one request.
     *
     * @param environ the CGI and {@code wsgi.*} variables of the request; mutable, and the application's own for the
     *     length of the request
     * @param start to be called once, before the first non-empty element of the answer is produced
     * @return the body, sent element by element, each as soon as it is produced; when it is {@link AutoCloseable} it is
     *     closed after the request, whatever happened
     * @throws Exception answered with a plain 500 when no byte of the response has been sent, otherwise the connection
     *     is closed; the stack trace goes to the error log and never to the client
     */
    Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception;
}
