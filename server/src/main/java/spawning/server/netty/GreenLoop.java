// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * An event loop that looks after its connections every few milliseconds, however much its tasks have to do. Netty's runs
 * tasks for up to a second before it does, for it expects them to be small; here they are the application's requests,
 * and one that yields and goes on is a new task each time.
 */
final class GreenLoop extends SingleThreadIoEventLoop {
    private static final long SLICE_NANOS = Duration.ofMillis(1).toNanos();

    private boolean begun;
    private long end;

    private GreenLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handler) {
        super(parent, executor, handler);
    }

    /** A group of one such loop. */
    static MultiThreadIoEventLoopGroup group(ThreadFactory threads, IoHandlerFactory handler) {
        return new MultiThreadIoEventLoopGroup(1, threads, handler) {
            @Override
            protected GreenLoop newChild(Executor executor, IoHandlerFactory handlerFactory, Object... args) {
                return new GreenLoop(this, executor, handlerFactory);
            }
        };
    }

    /** No task when the slice is over: what is left has its turn after the connections. */
    @Override
    protected @Nullable Runnable pollTask() {
        long now = System.nanoTime();
        if (!begun) {
            begun = true;
            end = now + SLICE_NANOS;
        } else if (now - end >= 0) {
            return null;
        }
        return super.pollTask();
    }

    @Override
    protected void afterRunningAllTasks() {
        begun = false;
        super.afterRunningAllTasks();
    }
}
