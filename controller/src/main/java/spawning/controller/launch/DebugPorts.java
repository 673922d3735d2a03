// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which worker waits for a debugger at which port. In a reload two JVMs live at once, and the debugger agent ends a JVM
 * whose port is taken. So each worker gets a port of its own, before it starts. Used by the controller's thread.
 */
public final class DebugPorts {
    /** How many ports are tried. */
    static final int RANGE = 10;

    private static final int HIGHEST_PORT = 65_535;

    private final Map<Long, Integer> taken = new HashMap<>();
    private final IntPredicate free;

    public DebugPorts() {
        this(DebugPorts::isFree);
    }

    /** @param free whether a port of 127.0.0.1 can be listened on */
    DebugPorts(IntPredicate free) {
        this.free = free;
    }

    /**
     * Gives a worker the first free port from {@code first} on, its own until {@link #reaped}: while a debugger is
     * attached, the agent does not listen, but will again.
     *
     * @throws IOException none of ten is free; the text says so, and what to do
     */
    public int take(long worker, int first) throws IOException {
        int last = Math.min(first + RANGE - 1, HIGHEST_PORT);
        for (int port = first; port <= last; port++) {
            if (!taken.containsValue(port) && free.test(port)) {
                taken.put(worker, port);
                return port;
            }
        }
        throw new IOException("no port from " + first + " to " + last + " of 127.0.0.1 is free for a debugger;"
                + " end what listens there, or name another first port with --debug=PORT");
    }

    /** The worker has ended, or never began. */
    public void reaped(long worker) {
        taken.remove(worker);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false; // as it would be for the agent, whatever the reason
        }
    }
}
