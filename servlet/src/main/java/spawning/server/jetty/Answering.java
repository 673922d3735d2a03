// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import spawning.server.engine.RequestUnderWay;

/** A request that the application has not answered yet. */
final class Answering {
    private final String line;
    private final long started = System.nanoTime();
    private volatile @Nullable Thread thread;

    /** @param line method and path, for people */
    Answering(String line) {
        this.line = line;
    }

    /** @param thread that runs it from now on; null: none, it waits */
    void runsOn(@Nullable Thread thread) {
        this.thread = thread;
    }

    RequestUnderWay underWay() {
        return new RequestUnderWay(line, Duration.ofNanos(System.nanoTime() - started), thread);
    }
}
