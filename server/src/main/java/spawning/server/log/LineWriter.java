// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of lines, and the thread that has them written. */
final class LineWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

    /** Some seconds of lines at full speed; about 10 MB. */
    private static final int MAX_QUEUED = 65_536;

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** Stands for no line, which is never empty, but for opening the file again. */
    private static final byte[] REOPEN = new byte[0];

    private final Destination destination;
    private final LineBatch batch;
    private final DroppedLines dropped;
    private final ConcurrentLinkedQueue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();

    /** Whom to tell of each {@link #REOPEN} in the queue. */
    private final ConcurrentLinkedQueue<Consumer<String>> reopeners = new ConcurrentLinkedQueue<>();

    private final Thread thread;

    private volatile boolean closing;
    private volatile boolean idle;

    /** @param onDropped given, on any thread, how many lines are lost; must not block */
    LineWriter(Destination destination, LongConsumer onDropped) {
        this.destination = destination;
        this.dropped = new DroppedLines(destination.toString(), onDropped);
        this.batch = new LineBatch(destination, dropped);
        this.thread = Thread.ofPlatform().name("access-log").daemon().start(this::run);
    }

    void put(byte[] line) {
        if (queued.incrementAndGet() > MAX_QUEUED) {
            queued.decrementAndGet();
            dropped.add(1);
            return;
        }
        enqueue(line);
    }

    /** @param done told on the writer's thread, with what went wrong or nothing */
    void reopen(Consumer<String> done) {
        if (!destination.named()) {
            done.accept("");
            return;
        }
        reopeners.add(done);
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
        batch.finish();
        dropped.say();
        try {
            destination.close();
        } catch (IOException e) {
            LOG.error("closing the access log {} failed", destination, e);
        }
    }

    /** Waits for a line. The flag is set before the queue is looked at again, so that no unpark is missed. */
    private void rest() {
        boolean unfinished = !batch.finish();
        if (!batch.failing()) {
            dropped.say();
        }
        idle = true;
        if (queue.isEmpty() && !closing) {
            if (unfinished) {
                LockSupport.parkNanos(this, LineBatch.TRIES_APART.toNanos());
            } else {
                LockSupport.park(this);
            }
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
        try {
            fill(first);
            batch.write();
        } catch (RuntimeException | Error e) { // such as a want of memory: the next lines are to be written still
            batch.drop();
            LOG.error("lines of the access log {} are lost; going on with the next", destination, e);
        }
    }

    private void fill(byte[] first) {
        batch.add(first);
        byte[] next = queue.peek();
        while (next != null && next.length > 0 && batch.hasRoomFor(next)) {
            batch.add(next);
            queue.poll();
            queued.decrementAndGet();
            next = queue.peek();
        }
    }

    private void reopenNow() {
        Consumer<String> done = reopeners.poll();
        String problem = "";
        try {
            batch.leave();
            destination.reopen();
        } catch (IOException e) {
            LOG.error("access log {} cannot be opened again; going on with the file open so far", destination, e);
            problem = String.valueOf(e.getMessage());
        }
        if (done != null) {
            done.accept(problem);
        }
    }

    /** Writes what is queued, closes the destination and ends the thread; waits for that up to a limit. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(CLOSE_LIMIT)) {
                dropped.add(queued.get());
                LOG.warn("access log {} did not take its last lines within {}", destination, CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // whoever interrupts does not want to wait for a log
        }
    }
}
