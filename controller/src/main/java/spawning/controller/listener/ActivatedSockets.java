// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Sockets that a service manager opened for this process before it started it: sd_listen_fds(3). */
public final class ActivatedSockets {
    private static final int FIRST = 3;

    private ActivatedSockets() {}

    /**
     * As binds: {@code fd://3} and so on; none if they are meant for another process.
     *
     * @param variables of the environment
     * @param pid of this process
     */
    public static List<String> binds(Map<String, String> variables, long pid) {
        String count = variables.getOrDefault("LISTEN_FDS", "");
        boolean ours = variables.getOrDefault("LISTEN_PID", "").equals(String.valueOf(pid));
        if (!ours || !count.matches("\\d{1,3}")) {
            return List.of();
        }
        return IntStream.range(FIRST, FIRST + Integer.parseInt(count))
                .mapToObj(number -> "fd://" + number)
                .toList();
    }
}
