// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.idle;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.load.Answer;
import spawning.benchmarks.load.Connection;

/** Many connections from several loopback addresses, for one thread. */
final class Crowd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int ADDRESSES = 20;

    private final List<Connection> connections = new ArrayList<>();

    /** Opens that many more. */
    void open(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            InetAddress from = InetAddress.ofLiteral("127.0.0." + (2 + i % ADDRESSES));
            connections.add(Connection.open(from, port, PATIENCE));
        }
    }

    void send(String path) throws IOException {
        for (Connection connection : connections) {
            connection.send(path);
        }
    }

    /** Waits for an answer on each; an answer that is not the expected one fails. */
    void receive(String expected) throws IOException {
        for (int i = 0; i < connections.size(); i++) {
            Answer answer = connections.get(i).receive();
            if (answer.status() != 200 || !answer.body().equals(expected)) {
                throw new IOException("connection %d of %d: status %d, '%s'"
                        .formatted(i + 1, connections.size(), answer.status(), answer.body()));
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
