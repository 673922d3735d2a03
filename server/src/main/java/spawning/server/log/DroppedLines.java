// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many lines were lost, and how many of them nobody was told of yet. Any thread. */
final class DroppedLines {
    private static final Logger LOG = LoggerFactory.getLogger(DroppedLines.class);

    private final String destination;
    private final LongConsumer counter;
    private final AtomicLong unsaid = new AtomicLong();

    DroppedLines(String destination, LongConsumer counter) {
        this.destination = destination;
        this.counter = counter;
    }

    void add(long lines) {
        if (lines > 0) {
            unsaid.addAndGet(lines);
            counter.accept(lines);
        }
    }

    /** Those since this was asked last. */
    long take() {
        return unsaid.getAndSet(0);
    }

    /** Says it where lines came faster than they were written, or were not written until the end. */
    void say() {
        long lines = take();
        if (lines > 0) {
            LOG.warn(
                    "access log {}: {} lines were dropped, for they could not be written, or not as fast as they came",
                    destination,
                    lines);
        }
    }
}
