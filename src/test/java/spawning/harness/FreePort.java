// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports to listen on. */
public final class FreePort {
    /** Below those that the kernel gives to clients (ip_local_port_range), so that none of them takes it meanwhile. */
    private static final int LOWEST = 20_000;

    private static final int BEYOND = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** One of 127.0.0.1 on which nobody listens at this moment. */
    public static int find() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BEYOND);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                continue; // taken: another one
            }
        }
        throw new AssertionError("no free port among " + TRIES);
    }
}
