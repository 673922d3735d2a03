// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import spawning.harness.Broken;
import spawning.harness.HttpConnection;
import spawning.harness.Response;

/** Where the examples are, and how they are spoken to. */
final class Examples {
    /** Threads of a worker for examples that wait. */
    static final int THREADS = 0;

    private static final Path FOLDER =
            Path.of(System.getProperty("spawning.home", "../.."), "examples").toAbsolutePath();

    private Examples() {}

    /** A file of the examples. */
    static String file(String name) {
        return FOLDER.resolve(name).normalize().toString();
    }

    /** A request with a body, its header fields each ended by CR LF. */
    static Response send(HttpConnection connection, String methodAndTarget, String fields, byte[] body) throws Broken {
        connection.send(methodAndTarget + " HTTP/1.1\r\nHost: test\r\n" + fields + "Content-Length: " + body.length
                + "\r\n\r\n");
        connection.send(body);
        return connection.receive();
    }

    static Response send(HttpConnection connection, String methodAndTarget, String fields, String body) throws Broken {
        return send(connection, methodAndTarget, fields, body.getBytes(StandardCharsets.UTF_8));
    }
}
