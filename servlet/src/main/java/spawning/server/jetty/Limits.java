// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import spawning.protocol.WorkerSettings;

/**
 * How long a client may take.
 *
 * @param header from the connection, or a request's first byte, to the end of its head
 * @param idle between two requests
 * @param body a pause while a body is received
 * @param write a pause while a response is taken
 */
record Limits(Duration header, Duration idle, Duration body, Duration write) {
    /** Beyond the keep-alive time told to the client, so that a client which keeps to it closes first. */
    private static final Duration POLITENESS = Duration.ofSeconds(2);

    private static final byte[] TOO_SLOW =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static Limits of(WorkerSettings settings) {
        return new Limits(
                settings.headerTimeout(),
                settings.keepAlive().plus(POLITENESS),
                settings.bodyTimeout(),
                settings.writeTimeout());
    }

    /** What a client that has just connected has to send its request when the whole instance is ending. */
    Duration lastChance() {
        return Duration.ofSeconds(1);
    }

    /** What a client is told whose head took too long. */
    byte[] tooSlow() {
        return TOO_SLOW.clone();
    }
}
