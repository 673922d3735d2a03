// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.time.Duration;
import java.util.List;

/**
 * Requests that a worker makes itself before it says that it is ready.
 *
 * @param paths what is asked for, by GET: each begins with a slash and may have a query; none: there is no warm-up
 * @param host what stands in the Host header
 * @param time how long it may go on; more than zero
 * @param requests how often each path may be asked for; zero is without limit
 */
public record WarmUpSettings(List<String> paths, String host, Duration time, int requests) {
    /** No warm-up. */
    public static final WarmUpSettings NONE = new WarmUpSettings(List.of(), "localhost", Duration.ofSeconds(5), 0);

    public WarmUpSettings {
        paths = List.copyOf(paths);
    }

    /** Whether there is to be one. */
    public boolean wanted() {
        return !paths.isEmpty();
    }
}
