// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.green.GreenThreads;

/**
 * {@code --threads=0}: each request at once on a virtual thread of its own. The thread runs on the event loop itself, so
 * nothing is handed over; where it waits, the loop goes on with others. Where the JVM does not allow that, it is an
 * ordinary virtual thread.
 */
final class GreenDispatcher implements Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(GreenDispatcher.class);

    private final EventLoop loop;
    private final LoopWatch watch;
    private final boolean onLoop;
    private final SpareBuffer spare = new SpareBuffer(ByteBufAllocator.DEFAULT);

    /** Requests that were submitted and have not ended. */
    private final AtomicInteger running = new AtomicInteger();

    /** Those of them that have left the loop at least once: most never do, and need not be known. */
    private final Set<GreenRequest> waiting = ConcurrentHashMap.newKeySet();

    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean closing;
    private volatile boolean interrupting;

    /** The request that is being started; the loop runs it at once instead of queueing it. The loop's own. */
    private @Nullable GreenRequest starting;

    /** @param watch told what runs on the loop; started and closed here */
    GreenDispatcher(EventLoop loop, LoopWatch watch) {
        this.loop = loop;
        this.watch = watch;
        String whyNot = GreenThreads.whyNot();
        this.onLoop = whyNot.isEmpty();
        if (onLoop) {
            GreenThreads.startPollers();
            watch.start(() -> running.get() > 0);
        } else {
            LOG.warn(
                    "--threads=0: this JVM lets nobody schedule virtual threads ({}); requests run on ordinary ones, which"
                            + " costs throughput and nothing else",
                    whyNot);
        }
    }

    @Override
    public boolean busy() {
        return watch.heldUp();
    }

    @Override
    public boolean heldUp() {
        return watch.heldUp();
    }

    @Override
    public long answered() {
        return answered.get();
    }

    @Override
    public void submit(NettyExchange exchange) {
        GreenRequest request = new GreenRequest(this, exchange);
        running.incrementAndGet();
        if (!onLoop) {
            waiting.add(request);
        }
        try {
            Thread thread = onLoop
                    ? GreenThreads.unstarted(request, exchange.line(), () -> answer(request))
                    : Thread.ofVirtual().name(exchange.line()).unstarted(() -> answer(request));
            request.thread(thread);
            starting = request;
            thread.start();
        } catch (Throwable e) { // there was no memory for it; the connection reports it and is closed
            if (request.end()) {
                exchange.neverRan();
                ended(request);
            }
            throw e;
        } finally {
            starting = null;
        }
        if (onLoop && !request.ended()) {
            remember(request);
        }
    }

    private void remember(GreenRequest request) {
        waiting.add(request);
        if (request.ended()) {
            waiting.remove(request); // it went on elsewhere, for there is no loop any more
        } else if (interrupting) {
            request.interrupt();
        }
    }

    private void answer(GreenRequest request) {
        try {
            request.exchange().run();
        } finally {
            if (request.end()) {
                ended(request);
            }
        }
    }

    private void ended(GreenRequest request) {
        if (!waiting.isEmpty()) {
            waiting.remove(request);
        }
        answered.incrementAndGet();
        if (running.decrementAndGet() == 0 && closing) {
            ended.countDown();
        }
    }

    /** Has the loop go on with a thread. Any thread; blocks nobody. */
    void schedule(GreenRequest request, Runnable task) {
        if (request == starting && loop.inEventLoop()) {
            starting = null;
            task.run();
        } else {
            execute(task);
        }
    }

    /**
     * When there is no loop any more, the thread goes on by itself, so that its finally blocks run. An exception here would
     * end whoever woke the thread: the JDK's own threads, which do that for the whole process.
     */
    private void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            Thread.ofPlatform().name("after-the-loop").daemon().start(task);
        }
    }

    /** Lets a green thread go on until it waits or ends; on the loop. */
    void mount(Mounted thread, Runnable continuation) {
        spare.fill();
        watch.mount(thread, continuation);
    }

    @Override
    public @Nullable ByteBuf buffer(int capacity) {
        return spare.take(capacity);
    }

    @Override
    public void finish(Runnable sending) {
        loop.execute(sending);
    }

    /** Nothing waits here: {@code --worker-connections} is the limit. */
    @Override
    public void withdraw(NettyExchange exchange) {}

    @Override
    public void close(Duration limit) throws InterruptedException {
        closing = true;
        try {
            if (running.get() > 0 && !ended.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                interrupting = true;
                waiting.forEach(GreenRequest::interrupt);
                watch.interruptMounted(); // it may never have left the loop
            }
        } finally {
            watch.close();
            spare.close();
        }
    }
}
