// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.nio.charset.StandardCharsets;

/**
 * What a browser shows while an application that is being developed cannot be started. It asks again each second, so
 * that the mended application appears by itself.
 */
final class ErrorPage {
    /** With its header it is written to a fresh connection at once, and the smallest send buffer is 16 KB (tcp(7)). */
    private static final int MAX_DETAILS = 6_000;

    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;"
            + "padding:0 1rem;color:#1c1c1c;background:#fff}h1{font-size:1.3rem;color:#b3261e}"
            + "pre{font:14px/1.45 ui-monospace,monospace;background:#f4f4f4;padding:1rem;overflow:auto;"
            + "border-left:4px solid #b3261e}@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#161616}"
            + "h1{color:#ff8a80}pre{background:#242424;border-color:#ff8a80}}";

    private ErrorPage() {}

    /**
     * The whole response.
     *
     * @param why one sentence
     * @param details lines; may be empty; those that do not fit are left out
     */
    static byte[] response(String why, String details) {
        byte[] body = body(why, details).getBytes(StandardCharsets.UTF_8);
        String header = "HTTP/1.1 503 Service Unavailable\r\n"
                + "Content-Type: text/html; charset=utf-8\r\n"
                + "Content-Length: " + body.length + "\r\n"
                + "Cache-Control: no-store\r\n"
                + "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n"
                + "Retry-After: 1\r\n"
                + "Connection: close\r\n"
                + "\r\n";
        byte[] head = header.getBytes(StandardCharsets.US_ASCII);
        byte[] response = new byte[head.length + body.length];
        System.arraycopy(head, 0, response, 0, head.length);
        System.arraycopy(body, 0, response, head.length, body.length);
        return response;
    }

    private static String body(String why, String details) {
        String lines = details.isBlank() ? "" : "<pre>" + fitting(details) + "</pre>\n";
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width\"><meta http-equiv=\"refresh\" content=\"1\">"
                + "<title>The application cannot be started</title><style>" + STYLE + "</style></head>\n<body><main>\n"
                + "<h1>The application cannot be started</h1>\n<p>" + fitting(why) + "</p>\n" + lines
                + "<p>It is tried again when something changes; this page then shows it by itself.</p>\n"
                + "</main></body></html>\n";
    }

    /** Escaped, and as many whole lines of it as fit. */
    private static String fitting(String text) {
        StringBuilder fitting = new StringBuilder();
        int bytes = 0;
        for (String line : escaped(text).split("\n")) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > MAX_DETAILS) {
                return fitting + "... (the log has all)";
            }
            fitting.append(line).append('\n');
        }
        return fitting.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
