// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import java.time.Duration;
import java.util.Optional;
import spawning.protocol.SessionStore;

/**
 * Where sessions are kept and how they are locked: the options {@code --sessions} and {@code --session-lock}.
 *
 * @param store where they are kept
 * @param lockWait how long a request waits for another request of its session; empty: nobody waits, and the last writer wins
 * @param scavengeEvery how often expired sessions are looked for, by one process of all
 */
public record SessionSettings(SessionStore store, Optional<Duration> lockWait, Duration scavengeEvery) {
    private static final Duration SCAVENGE_EVERY = Duration.ofMinutes(10);

    /**
     * As the worker's settings have it.
     *
     * @param lock how long a request waits; zero: nobody waits
     */
    public static SessionSettings of(SessionStore store, Duration lock) {
        return new SessionSettings(store, Optional.of(lock).filter(Duration::isPositive), SCAVENGE_EVERY);
    }
}
