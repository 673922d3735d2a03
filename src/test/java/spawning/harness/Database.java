// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;

/** A PostgreSQL server on a port of its own, which can be stopped and started again with its data. */
public final class Database implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    private Database(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /** One that does not run yet; its folder is made at the first start. */
    public static Database in(Path folder) {
        try (ServerSocket free = new ServerSocket(0)) {
            return new Database(folder, free.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For {@code --sessions}; any password is right. */
    public String address() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Returns when it answers. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "off")
                    .setPort(port)
                    .start();
        } catch (IOException e) {
            throw new AssertionError("cannot start PostgreSQL", e);
        }
    }

    /** Ends it with all its connections. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new AssertionError("cannot stop PostgreSQL", e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            stop();
        }
    }
}
