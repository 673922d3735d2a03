// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.connect;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/**
 * A running controller.
 *
 * @param socket where it is asked
 * @param pid 0 if it does not say
 * @param name as it tells, or as its folder does
 */
public record Instance(Path socket, long pid, String name, String application, String address) {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    /**
     * The one behind a socket.
     *
     * @param known its pid as far as is known, else 0
     * @throws Failure nobody listens there
     */
    static Instance at(Path socket, String knownName, long known) throws Failure {
        Map<String, String> said = new TreeMap<>();
        try {
            var _ = new ControlClient(socket).ask(ControlRequest.of("hello"), LIMIT, reply -> {
                if (reply instanceof ControlReply.Data(String kind, String text)) {
                    said.merge(kind, text, String::concat);
                }
            });
        } catch (Failure e) {
            if (e.outcome() != Outcome.TIMED_OUT) {
                throw e;
            }
            said.put("application", "(does not answer)"); // it may be stopped, and is an instance all the same
        }
        String pid = said.getOrDefault("pid", "");
        return new Instance(
                socket,
                pid.matches("\\d{1,10}") ? Long.parseLong(pid) : known,
                Plain.lines(said.getOrDefault("name", knownName)),
                Plain.lines(said.getOrDefault("application", "")),
                Plain.lines(said.getOrDefault("address", "").strip()));
    }

    /** One line for people. */
    public String line() {
        return "%-20s pid %-8d %s %s".formatted(name, pid, application, address).stripTrailing();
    }
}
