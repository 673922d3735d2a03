// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.util.Map;

/**
 * A web application: called once for each request.
 *
 * <p>The server calls it from several threads at once when {@code environ.get("wsgi.multithread")} is true, and one
 * instance lives in each worker process. An application that is also {@link AutoCloseable} is closed once, after its
 * last request. Whether it keeps to the contract is checked by {@link spawning.wsgi.lint.Lint}, in a unit test by
 * {@link spawning.wsgi.lint.TestRequest}.
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
     * @return the body, sent element by element, each before the next is asked for; the arrays are changed by nobody but
     *     the application, and by that only once the next is asked for. A {@link java.util.Collection} of one element, or
     *     none, gets its Content-Length. When the body is {@link AutoCloseable} it is closed once after the request,
     *     whatever happened
     * @throws Exception answered with a plain 500 when no byte of the response has been sent, otherwise the connection
     *     is closed; the stack trace goes to the error log and never to the client
     */
    Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception;
}
