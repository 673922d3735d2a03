// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package notes;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** The page and what belongs to it, from the class path: read once, sent again only when it has changed. */
final class StaticFiles {
    /** RFC 9110, section 5.6.7: always two digits for the day, always GMT. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private record Resource(String type, byte[] content, String etag, String lastModified) {}

    /** All there is, by path; what stands not here is not found, whatever its path tries. */
    private final Map<String, Resource> resources;

    StaticFiles() throws IOException, NoSuchAlgorithmException {
        resources = Map.of(
                "/", read("index.html", "text/html; charset=utf-8"),
                "/app.js", read("app.js", "text/javascript; charset=utf-8"),
                "/style.css", read("style.css", "text/css; charset=utf-8"),
                "/icon.svg", read("icon.svg", "image/svg+xml"));
    }

    Reply answer(Request request) throws Problem {
        Resource resource = resources.get(request.path());
        if (resource == null) {
            throw new Problem(404, "There is no " + request.path() + " here.");
        }
        if (!request.reads()) {
            throw Problem.notAllowed("GET, HEAD");
        }
        Reply reply = isFresh(request, resource) ? Reply.empty(304) : Reply.of(200, resource.type, resource.content);
        // no-cache: keep it, but ask each time. While old and new code serve side by side, the page and its script then
        // still fit together in a moment.
        return reply.with("ETag", resource.etag)
                .with("Last-Modified", resource.lastModified)
                .with("Cache-Control", "no-cache");
    }

    /** The date counts only for clients that send no ETag: RFC 9110, section 13.2.2. */
    private static boolean isFresh(Request request, Resource resource) {
        return request.header("If-None-Match").isEmpty()
                ? request.header("If-Modified-Since").equals(resource.lastModified)
                : request.has(resource.etag);
    }

    private static Resource read(String name, String type) throws IOException, NoSuchAlgorithmException {
        URL url = StaticFiles.class.getResource("static/" + name);
        if (url == null) {
            throw new FileNotFoundException("static/" + name + " is not on the class path");
        }
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // of jar files, which would stay open for ever
        try (InputStream in = connection.getInputStream()) {
            byte[] content = in.readAllBytes();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            String etag = '"' + HexFormat.of().formatHex(hash, 0, 12) + '"';
            return new Resource(
                    type, content, etag, HTTP_DATE.format(Instant.ofEpochMilli(connection.getLastModified())));
        }
    }
}
