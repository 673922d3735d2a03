// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.time.Duration;

/**
 * How long the application has for the present request: {@code environ.get("spawning.request_timeout")}. A handler that
 * knows it is slow asks for more than {@code --request-timeout} gives to all.
 */
@FunctionalInterface
public interface RequestTimeout {
    /**
     * Gives this request a time of its own. Any thread, until the request has ended; later calls have no effect. Without
     * {@code --request-timeout} there is no limit to change.
     *
     * @param fromNow what is shorter than the time that is left changes nothing; zero is without limit
     * @throws IllegalArgumentException it is negative
     */
    void extend(Duration fromNow);
}
