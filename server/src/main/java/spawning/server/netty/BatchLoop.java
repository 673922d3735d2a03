// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/** An event loop that tells when it has read from all connections that were ready, and when it has run its tasks. */
final class BatchLoop extends SingleThreadIoEventLoop {
    private Runnable batchEnd = () -> {};

    private BatchLoop(IoEventLoopGroup parent, Executor executor, IoHandlerFactory handler) {
        super(parent, executor, handler);
    }

    /** A group of one such loop. */
    static MultiThreadIoEventLoopGroup group(ThreadFactory threads, IoHandlerFactory handler) {
        return new MultiThreadIoEventLoopGroup(1, threads, handler) {
            @Override
            protected BatchLoop newChild(Executor executor, IoHandlerFactory handlerFactory, Object... args) {
                return new BatchLoop(this, executor, handlerFactory);
            }
        };
    }

    /** Registers what is to run on the loop at the end of each batch; before the loop has anything to do. */
    void onBatchEnd(Runnable action) {
        batchEnd = action;
    }

    @Override
    protected int runIo() {
        try {
            return super.runIo();
        } finally {
            batchEnd.run();
        }
    }

    @Override
    protected void afterRunningAllTasks() {
        super.afterRunningAllTasks();
        batchEnd.run();
    }
}
