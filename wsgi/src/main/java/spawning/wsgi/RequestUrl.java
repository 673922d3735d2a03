// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** URLs and paths from environ, as PEP 3333 has it under "URL Reconstruction" and "Unicode Issues". */
public final class RequestUrl {
    private static final String UNESCAPED = "/-._~!$&'()*+,;=:@";

    private RequestUrl() {}

    /**
     * The URL that the client asked for: scheme, host, SCRIPT_NAME, PATH_INFO and query. An escape that was not needed, such
     * as {@code %41}, is not restored; {@code REQUEST_URI} has the path as it was sent. The host is what the client says it
     * is: do not build links of it that others follow, such as in mails, unless a proxy or the application has checked it.
     */
    public static String of(Map<String, Object> environ) {
        String query = text(environ, "QUERY_STRING");
        return root(environ) + escaped(text(environ, "PATH_INFO")) + (query.isEmpty() ? "" : "?" + query);
    }

    /** The URL of the application itself: scheme, host and SCRIPT_NAME, without a slash at its end. */
    public static String root(Map<String, Object> environ) {
        String scheme = text(environ, "wsgi.url_scheme");
        String host = text(environ, "HTTP_HOST");
        return scheme + "://" + (host.isEmpty() ? server(environ, scheme) : host)
                + escaped(text(environ, "SCRIPT_NAME"));
    }

    /** PATH_INFO as UTF-8; what is no UTF-8 becomes U+FFFD. */
    public static String path(Map<String, Object> environ) {
        return utf8(text(environ, "PATH_INFO"));
    }

    /**
     * The text behind a string of environ, whose characters are bytes: {@code "Ã¼"} becomes {@code "ü"}.
     *
     * @param latin1 characters up to U+00FF
     */
    public static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String server(Map<String, Object> environ, String scheme) {
        String name = text(environ, "SERVER_NAME");
        String port = text(environ, "SERVER_PORT");
        String host = name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name; // IPv6
        return port.equals(scheme.equals("https") ? "443" : "80") ? host : host + ":" + port;
    }

    private static String escaped(String path) {
        StringBuilder escaped = new StringBuilder(path.length());
        for (byte b : path.getBytes(StandardCharsets.ISO_8859_1)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNESCAPED.indexOf(c) >= 0;
            if (plain) {
                escaped.append(c);
            } else {
                escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    private static String text(Map<String, Object> environ, String key) {
        return environ.get(key) instanceof String text ? text : "";
    }
}
