// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of lines, and the thread that writes them. */
final class LineWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

    /** Some seconds of lines at full speed; about 10 MB. */
    private static final int MAX_QUEUED = 65_536;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** Stands for no line, which is never empty, but for opening the file again. */
    private static final byte[] REOPEN = new byte[0];

    private final Destination destination;
    private final ConcurrentLinkedQueue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final byte[] batch;
    private final Thread thread;

    private volatile boolean closing;
    private volatile boolean idle;
    /** Whether the last write failed, so that it is said once; the thread's own. */
    private boolean failing;

    LineWriter(Destination destination) {
        this.destination = destination;
        this.batch = new byte[destination.maxWrite()];
        this.thread = Thread.ofPlatform().name("access-log").daemon().start(this::run);
    }

    void put(byte[] line) {
        if (queued.incrementAndGet() > MAX_QUEUED) {
            queued.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        enqueue(line);
    }

    void reopen() {
        queued.incrementAndGet();
        enqueue(REOPEN);
    }

    private void enqueue(byte[] line) {
        queue.add(line);
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (true) {
            boolean last = closing; // read before the queue: what was put before the close is written
            byte[] line = queue.poll();
            if (line != null) {
                take(line);
            } else if (last) {
                break;
            } else {
                rest();
            }
        }
        sayDropped();
        try {
            destination.close();
        } catch (IOException e) {
            LOG.error("closing the access log {} failed", destination, e);
        }
    }

    /** Waits for a line. The flag is set before the queue is looked at again, so that no unpark is missed. */
    private void rest() {
        idle = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.park(this);
        }
        idle = false;
    }

    /** Writes this line and those behind it, as many as fit one write. */
    private void take(byte[] first) {
        queued.decrementAndGet();
        if (first.length == 0) {
            reopenNow();
            return;
        }
        int length = append(first, 0);
        int lines = 1;
        byte[] next = queue.peek();
        while (next != null && next.length > 0 && length + next.length <= batch.length) {
            length = append(next, length);
            lines++;
            queue.poll();
            queued.decrementAndGet();
            next = queue.peek();
        }
        write(length, lines);
    }

    private int append(byte[] line, int at) {
        System.arraycopy(line, 0, batch, at, line.length);
        return at + line.length;
    }

    private void write(int length, int lines) {
        try {
            destination.write(batch, length);
            if (failing) {
                failing = false;
                LOG.warn(
                        "access log {} can be written again; {} lines were dropped", destination, dropped.getAndSet(0));
            }
        } catch (IOException e) {
            dropped.addAndGet(lines);
            if (!failing) {
                failing = true;
                LOG.error("access log {} cannot be written; dropping lines until it can", destination, e);
            }
        }
    }

    private void reopenNow() {
        try {
            destination.reopen();
        } catch (IOException e) {
            LOG.error("access log {} cannot be opened again; going on with the file open so far", destination, e);
        }
    }

    private void sayDropped() {
        long lines = dropped.get();
        if (lines > 0) {
            LOG.warn("access log {}: {} lines were dropped", destination, lines);
        }
    }

    /** Writes what is queued, closes the destination and ends the thread; waits for that up to a limit. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                LOG.warn("access log {} did not take its last lines within {}", destination, CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts does not want to wait for a log
        }
    }
}
