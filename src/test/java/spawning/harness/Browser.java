// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A user's client: keeps cookies, and one connection, so that one worker answers as long as that is open. */
public final class Browser implements AutoCloseable {
    private final HttpConnection connection;
    private final Map<String, String> cookies = new TreeMap<>();

    public Browser(Product product) throws Broken {
        connection = HttpConnection.to(product.port());
    }

    /** A GET. */
    public Response get(String path) throws IOException {
        return ask("GET", path, "", "");
    }

    /** A POST of a form. */
    public Response post(String path, String form) throws IOException {
        return ask("POST", path, "Content-Type: application/x-www-form-urlencoded\r\n", form);
    }

    /** A POST of one file, as a form does it. */
    public Response upload(String path, String name, String content) throws IOException {
        String body = "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/turtle\r\n\r\n" + content + "\r\n--cut--\r\n";
        return ask("POST", path, "Content-Type: multipart/form-data; boundary=cut\r\n", body);
    }

    /**
     * Any request.
     *
     * @param fields of the header, each ended by CR LF
     */
    public Response ask(String method, String path, String fields, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: test\r\n" + fields);
        cookies.forEach((name, value) ->
                head.append("Cookie: ").append(name).append('=').append(value).append("\r\n"));
        if (bytes.length > 0) {
            head.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        connection.send(head + "\r\n");
        connection.send(bytes);
        Response response = connection.receive(method.equals("HEAD"));
        response.values("Set-Cookie").forEach(this::keep);
        return response;
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
