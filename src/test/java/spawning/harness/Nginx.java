// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An nginx on a free port of 127.0.0.1, with all its files in a folder of the test's own. */
public final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr warn;
            events {}
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                %s
                server {
                    listen 127.0.0.1:%d;
                    %s
                }
            }
            """;

    private final Process process;
    private final OutputLog log = new OutputLog();
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
        log.collect(process);
    }

    /**
     * Starts one and returns when it answers.
     *
     * @param http what stands in its http block
     * @param server what stands in its server block
     */
    public static Nginx start(Path folder, String http, String server) {
        int port = freePort();
        try {
            Path file = Files.writeString(folder.resolve("nginx.conf"), CONFIGURATION.formatted(http, port, server));
            Process process = new ProcessBuilder(
                            "/usr/sbin/nginx", "-e", "stderr", "-p", folder.toString(), "-c", file.toString())
                    .start();
            Nginx nginx = new Nginx(process, port);
            nginx.awaitAnswer();
            return nginx;
        } catch (IOException e) {
            throw new AssertionError("cannot start nginx, of a package of src/test/packages.txt", e);
        }
    }

    private void awaitAnswer() {
        try {
            Await.until("nginx answers", Await.SOON, log::toString, () -> {
                try (HttpConnection connection = HttpConnection.to(port)) {
                    return connection.get("/").status() > 0;
                } catch (Broken notYet) {
                    return false;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (AssertionError | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** A port of 127.0.0.1 on which nobody listens at this moment. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError("no free port", e);
        }
    }

    /** Ends it and waits until it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("nginx did not end\n" + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
