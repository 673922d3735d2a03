// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.FileWrapper;

/** The rules of environ. */
final class EnvironRules {
    /** Required, and its type. Those that are not listed are optional. */
    private static final Map<String, Class<?>> REQUIRED = Map.ofEntries(
            Map.entry("REQUEST_METHOD", String.class),
            Map.entry("SCRIPT_NAME", String.class),
            Map.entry("PATH_INFO", String.class),
            Map.entry("QUERY_STRING", String.class),
            Map.entry("SERVER_NAME", String.class),
            Map.entry("SERVER_PORT", String.class),
            Map.entry("SERVER_PROTOCOL", String.class),
            Map.entry("wsgi.version", List.class),
            Map.entry("wsgi.url_scheme", String.class),
            Map.entry("wsgi.input", InputStream.class),
            Map.entry("wsgi.errors", PrintWriter.class),
            Map.entry("wsgi.multithread", Boolean.class),
            Map.entry("wsgi.multiprocess", Boolean.class),
            Map.entry("wsgi.run_once", Boolean.class));

    private EnvironRules() {}

    /** Checks what a server or middleware hands down. */
    static void checkBefore(Call call, @Nullable Map<String, Object> environ) {
        if (environ == null) {
            throw call.breach(Rule.ENVIRON_NULL, "null");
        }
        REQUIRED.forEach((key, type) -> checkRequired(call, environ, key, type));
        for (Map.Entry<String, Object> entry : environ.entrySet()) {
            String wrong = wrongType(entry.getKey(), entry.getValue());
            call.require(wrong == null, Rule.ENVIRON_TYPE, String.valueOf(wrong));
            if (cgi(entry.getKey()) && entry.getValue() instanceof String text) {
                call.require(
                        HeadRules.latin1(text), Rule.ENVIRON_CHARSET, entry.getKey() + " = " + HeadRules.shown(text));
            }
        }
        checkValues(call, environ);
    }

    private static void checkRequired(Call call, Map<String, Object> environ, String key, Class<?> type) {
        boolean optional = key.equals("SCRIPT_NAME") || key.equals("PATH_INFO") || key.equals("QUERY_STRING");
        Object value = environ.get(key);
        if (value == null) {
            call.require(optional && !environ.containsKey(key), Rule.ENVIRON_KEY_MISSING, "no " + key);
            return;
        }
        call.require(type.isInstance(value), Rule.ENVIRON_TYPE, typed(key, value));
    }

    private static void checkValues(Call call, Map<String, Object> environ) {
        call.require(
                !environ.containsKey("HTTP_CONTENT_TYPE") && !environ.containsKey("HTTP_CONTENT_LENGTH"),
                Rule.ENVIRON_HTTP_CONTENT,
                environ.containsKey("HTTP_CONTENT_TYPE") ? "HTTP_CONTENT_TYPE" : "HTTP_CONTENT_LENGTH");
        String method = text(environ, "REQUEST_METHOD");
        call.require(HeadRules.token(method), Rule.ENVIRON_METHOD, HeadRules.shown(method));
        checkPath(call, text(environ, "SCRIPT_NAME"), text(environ, "PATH_INFO"), method);
        String length = text(environ, "CONTENT_LENGTH");
        call.require(
                length.isEmpty() || (HeadRules.digits(length) && length.length() < 19),
                Rule.ENVIRON_CONTENT_LENGTH,
                HeadRules.shown(length));
        Object version = environ.get("wsgi.version");
        call.require(List.of(1, 0).equals(version), Rule.ENVIRON_VERSION, String.valueOf(version));
        String scheme = text(environ, "wsgi.url_scheme");
        call.require(scheme.equals("http") || scheme.equals("https"), Rule.ENVIRON_SCHEME, HeadRules.shown(scheme));
    }

    private static void checkPath(Call call, String script, String path, String method) {
        boolean asterisk = path.equals("*") && script.isEmpty() && method.equals("OPTIONS"); // RFC 9112, section 3.2.4
        boolean right = (script.isEmpty() || (script.startsWith("/") && !script.endsWith("/")))
                && (path.isEmpty() || path.startsWith("/"))
                && !(script.isEmpty() && path.isEmpty());
        call.require(
                asterisk || right,
                Rule.ENVIRON_PATH,
                "SCRIPT_NAME = " + HeadRules.shown(script) + ", PATH_INFO = " + HeadRules.shown(path));
    }

    /** Checks what the application has made of it. */
    static void checkAfter(Call call, Map<String, Object> environ) {
        environ.forEach((key, value) -> {
            String wrong = wrongType(key, value);
            call.require(wrong == null, Rule.ENVIRON_SPOILED, String.valueOf(wrong));
        });
    }

    /** What is wrong with the type of a variable; null when nothing is. */
    private static @Nullable String wrongType(@Nullable String key, @Nullable Object value) {
        if (key == null) {
            return "a variable without a name";
        }
        Class<?> type = cgi(key) ? String.class : REQUIRED.get(key);
        if (key.equals("wsgi.file_wrapper")) {
            type = FileWrapper.class;
        }
        return type == null || type.isInstance(value) ? null : typed(key, value);
    }

    /** Whether a name is one of CGI's: upper case, and no dot. */
    private static boolean cgi(String key) {
        return !key.isEmpty()
                && key.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
    }

    private static String text(Map<String, Object> environ, String key) {
        return environ.get(key) instanceof String text ? text : "";
    }

    private static String typed(String key, @Nullable Object value) {
        return key + (value == null ? " = null" : " of type " + value.getClass().getName());
    }
}
