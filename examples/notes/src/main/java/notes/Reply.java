// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import spawning.wsgi.Header;
import spawning.wsgi.StartResponse;

/** A whole response. Immutable: {@link #with} makes another one. */
record Reply(int status, List<Header> headers, byte[] body) {
    static Reply of(int status, String type, byte[] body) {
        return new Reply(status, List.of(new Header("Content-Type", type)), body);
    }

    static Reply of(int status, String type, String body) {
        return of(status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    /** 204 or 304, which have no body. */
    static Reply empty(int status) {
        return new Reply(status, List.of(), new byte[0]);
    }

    Reply with(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new Reply(status, more, body);
    }

    /** A list of one element: the server sets its Content-Length, and leaves the body away when HEAD asked. */
    List<byte[]> send(StartResponse start) {
        List<Header> all = new ArrayList<>(headers);
        all.add(new Header("X-Content-Type-Options", "nosniff"));
        // scripts and styles come from our own files only, so that text which is not escaped does no harm
        all.add(new Header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"));
        start.start(status + " " + reason(), all);
        return body.length == 0 ? List.of() : List.of(body);
    }

    String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 304 -> "Not Modified";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            default -> "Internal Server Error";
        };
    }
}
