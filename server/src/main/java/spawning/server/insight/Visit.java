// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import io.netty.channel.Channel;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.engine.Inside;

/**
 * One client in the backdoor, on a daemon thread of its own: neither a drain nor the end of the worker waits for it. When
 * the client goes, code that still runs is stopped; where that cannot be, it is left alone, and so is its thread.
 */
final class Visit {
    private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final Supplier<Inside> inside;
    private final Channel channel;
    private final ChannelInput input;
    private volatile @Nullable Shell shell;
    private volatile boolean gone;

    Visit(Supplier<Inside> inside, Channel channel) {
        this.inside = inside;
        this.channel = channel;
        this.input = new ChannelInput(channel);
        channel.pipeline().addLast(input);
    }

    /** @param after run when the client is gone and, if it can be stopped, its code too */
    void start(Runnable after) {
        Thread thread = Thread.ofPlatform().name("backdoor").daemon().unstarted(this::converse);
        channel.closeFuture().addListener(ignored -> {
            gone = true;
            Thread.ofPlatform().name("backdoor-end").daemon().start(() -> {
                stop(thread);
                after.run();
            });
        });
        thread.start();
    }

    private void converse() {
        try (PrintStream out = new PrintStream(new ChannelOutput(channel), true, StandardCharsets.UTF_8);
                Shell opened = new Shell(inside.get(), out)) {
            shell = opened;
            opened.run(input.stream());
        } catch (RuntimeException | Error e) {
            if (!gone) {
                LOG.error("backdoor: the shell failed", e);
            }
        } finally {
            var _ = channel.close();
        }
    }

    private void stop(Thread thread) {
        try {
            long deadline = System.nanoTime() + STOP.toNanos();
            while (!thread.join(AGAIN) && System.nanoTime() - deadline < 0) {
                Shell running = shell;
                if (running != null) {
                    running.stop();
                }
            }
            if (thread.isAlive()) {
                LOG.warn("backdoor: the client is gone, and its code goes on; only the end of this worker ends it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does
        }
    }
}
