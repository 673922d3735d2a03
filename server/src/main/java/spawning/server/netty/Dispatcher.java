// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Brings requests to the threads that run the application. */
interface Dispatcher {
    /** Whether new connections had better go to other workers. Any thread. */
    boolean busy();

    /** Whether one request keeps all others from being served, and has for about a second. Any thread. */
    boolean heldUp();

    /** How many requests have ended. Any thread. */
    long answered();

    /** Runs a request when its turn comes. The loop's thread. */
    void submit(NettyExchange exchange);

    /** Forgets a request that waits, for its client has gone. The loop's thread. */
    void withdraw(NettyExchange exchange);

    /** A buffer that is at hand for the calling thread, which runs a request; null if there is none of that capacity. */
    default @Nullable ByteBuf buffer(int capacity) {
        return null;
    }

    /**
     * Has the loop send the end of a response, soon. Any thread; one that runs requests calls it at the end of one.
     *
     * @throws java.util.concurrent.RejectedExecutionException there is no loop any more
     */
    void finish(Runnable sending);

    /** Ends the threads; those that run a request are interrupted when the limit has passed. */
    void close(Duration limit) throws InterruptedException;
}
