// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.RequestTimeout;

/** Makes the environ of PEP 3333 from a request. */
final class Environ {
    private static final List<Integer> VERSION = List.of(1, 0);

    /** Enough for the variables and a dozen of headers without growing. */
    private static final int CAPACITY = 64;

    private Environ() {}

    /**
     * A fresh map for one request, the application's to change.
     *
     * @param requestId empty: it has none
     */
    static Map<String, Object> of(
            RequestHead head,
            InputStream input,
            PrintWriter errors,
            FileWrapper files,
            RequestTimeout timeout,
            String requestId,
            ServerVariables server) {
        Map<String, Object> environ = new HashMap<>(CAPACITY);
        for (Map.Entry<String, String> header : head.headers()) {
            addHeader(environ, header.getKey(), header.getValue());
        }
        String authority = head.parts().authority();
        if (authority != null) {
            environ.put("HTTP_HOST", authority);
        }
        addRequest(environ, head);
        addServerName(environ, head.local());
        environ.put("wsgi.version", VERSION);
        environ.put("wsgi.url_scheme", head.scheme());
        environ.put("wsgi.input", input);
        environ.put("wsgi.errors", errors);
        environ.put("wsgi.file_wrapper", files);
        environ.put("wsgi.multithread", server.multithread());
        environ.put("wsgi.multiprocess", server.multiprocess());
        environ.put("wsgi.run_once", false);
        environ.put("spawning.request_timeout", timeout);
        if (!requestId.isEmpty()) {
            environ.put("spawning.request_id", requestId);
        }
        environ.put("spawning.slot", server.slot());
        environ.put("spawning.generation", server.generation());
        if (server.warmUp()) {
            environ.put("spawning.warmup", true);
        }
        return environ;
    }

    private static void addRequest(Map<String, Object> environ, RequestHead head) {
        environ.put("REQUEST_METHOD", head.method());
        environ.put("SCRIPT_NAME", "");
        environ.put("PATH_INFO", head.parts().path());
        environ.put("QUERY_STRING", head.parts().query());
        environ.put("REQUEST_URI", head.target());
        environ.put("SERVER_PROTOCOL", head.protocol());
        environ.put("REMOTE_ADDR", head.remote().host());
        environ.put("REMOTE_PORT", head.remote().port());
        environ.put("GATEWAY_INTERFACE", "CGI/1.1");
    }

    /** PEP 3333 wants both of them filled; a unix socket has neither, so what the client asked for stands in. */
    private static void addServerName(Map<String, Object> environ, Endpoint local) {
        if (!local.host().isEmpty()) {
            environ.put("SERVER_NAME", local.name());
            environ.put("SERVER_PORT", local.port());
            return;
        }
        String host = environ.get("HTTP_HOST") instanceof String h ? h : "";
        int colon = host.indexOf(':', host.lastIndexOf(']') + 1);
        String name = colon < 0 ? host : host.substring(0, colon);
        String port = colon < 0 ? "" : host.substring(colon + 1);
        environ.put("SERVER_NAME", name.isEmpty() ? "localhost" : name);
        environ.put("SERVER_PORT", port.isEmpty() ? "80" : port);
    }

    /** Fields of the same name are one list (RFC 9110, section 5.2); cookies have a separator of their own (RFC 6265). */
    private static void addHeader(Map<String, Object> environ, String name, String value) {
        String key = HeaderKeys.of(name);
        if (key == null) {
            return;
        }
        Object previous = environ.put(key, value);
        if (previous != null) {
            environ.put(key, previous + (key.equals("HTTP_COOKIE") ? "; " : ",") + value);
        }
    }
}
