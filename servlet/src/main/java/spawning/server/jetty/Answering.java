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
    private volatile boolean begun;

    /** @param line method and path, for people */
    Answering(String line) {
        this.line = line;
    }

    /** @param thread that runs it from now on; null: none, it is asynchronous */
    void runsOn(@Nullable Thread thread) {
        begun = true;
        this.thread = thread;
    }

    /** One that runs on this thread. */
    static Answering here(String line) {
        Answering answering = new Answering(line);
        answering.runsOn(Thread.currentThread());
        return answering;
    }

    RequestUnderWay underWay() {
        return new RequestUnderWay(line, Duration.ofNanos(System.nanoTime() - started), thread, begun);
    }
}
