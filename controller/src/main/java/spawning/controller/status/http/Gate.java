// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in: those who only read, and on a loopback address only those who name one. A page from elsewhere that has its own name
 * point to 127.0.0.1 (DNS rebinding) could else read the status with the browser of whoever looks at that page.
 */
record Gate(boolean loopback) {
    private static final Pattern LOCAL = Pattern.compile(
            "(?i)(localhost\\.?|127(\\.\\d{1,3}){3}|\\[::1]|\\[::ffff:127(\\.\\d{1,3}){3}])(:\\d{1,5})?");

    static Gate on(InetAddress address) {
        return new Gate(address.isLoopbackAddress());
    }

    /** Why a request is not answered; empty if it is. */
    Optional<Answer> refusal(String method, @Nullable List<String> hosts) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Optional.of(
                    Answer.text(405, "only GET and HEAD: nothing can be done here", Map.of("Allow", "GET, HEAD")));
        }
        if (hosts != null && hosts.size() > 1) {
            return Optional.of(Answer.text(400, "more than one Host"));
        }
        if (loopback
                && hosts != null
                && !LOCAL.matcher(hosts.getFirst().strip()).matches()) {
            return Optional.of(Answer.text(421, "this status is for localhost; --status-host opens it to others"));
        }
        return Optional.empty();
    }
}
