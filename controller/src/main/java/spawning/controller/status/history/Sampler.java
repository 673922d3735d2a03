// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.memory.ProcessMemory;
import spawning.controller.posix.Sockets;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.Totals;
import spawning.controller.time.MonotonicClock;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.ScoreboardView;

/** Takes a sample a second while it is started, on a thread of its own, and only reads for it. */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
    private static final long STEP = TimeUnit.SECONDS.toNanos(1);

    private final StatusBoard board;
    private final History history;
    private final MonotonicClock clock;
    private final ProcessMemory memory = ProcessMemory.ofThisMachine();
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Totals before;
    private long beforeNanos;

    /** @param history is added to */
    public Sampler(StatusBoard board, History history, MonotonicClock clock) {
        this.board = board;
        this.history = history;
        this.clock = clock;
    }

    /** Starts to sample, if it does not yet. @throws OutOfMemoryError the system gives no thread */
    public synchronized void start() {
        if (thread == null) {
            ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("status-sampler").factory());
            thread = started;
            var _ = started.scheduleAtFixedRate(this::attempt, 0, STEP, TimeUnit.NANOSECONDS);
        }
    }

    private void attempt() {
        try {
            tick();
        } catch (RuntimeException e) {
            LOG.warn("the status cannot be sampled", e);
        }
    }

    private synchronized void tick() {
        if (thread != null) {
            sample();
        }
    }

    /** Those that are due after the machine stood still come at once: only the first of them counts. */
    synchronized void sample() {
        long nanos = clock.nanos();
        long since = nanos - beforeNanos;
        if (before != null && since < STEP / 2) {
            return;
        }
        Site site = board.site();
        Totals totals = site.totals();
        long skipped = before == null ? 0 : Math.max(0, Math.round((double) since / STEP) - 1);
        history.add(Instant.now(), skipped, sample(site, totals, before, since), totals.latencies());
        history.hear(site.members(), nanos);
        before = totals;
        beforeNanos = nanos;
    }

    private Sample sample(Site site, Totals totals, @Nullable Totals last, long since) {
        @Nullable Double rate = null;
        @Nullable Double errors = null;
        Optional<Spread> spread = Optional.empty();
        if (last != null) {
            rate = perSecond(totals.count(Counter.ANSWERED) - last.count(Counter.ANSWERED), since);
            errors = perSecond(totals.count(Counter.FAILED) - last.count(Counter.FAILED), since);
            spread = Optional.of(Spread.between(last.latencies(), totals.latencies()));
        }
        return new Sample(
                rate,
                errors,
                quantile(spread, 0.5),
                quantile(spread, 0.99),
                rss(site),
                queue(site),
                site.members().stream()
                        .map(member -> member.process().scoreboard())
                        .mapToLong(ScoreboardView::inFlight)
                        .sum(),
                (long) site.standing().ready());
    }

    private static double perSecond(long count, long nanos) {
        return (double) Math.max(0, count) * STEP / nanos;
    }

    private static @Nullable Double quantile(Optional<Spread> spread, double part) {
        OptionalDouble found = spread.map(s -> s.quantile(part)).orElse(OptionalDouble.empty());
        return found.isPresent() ? found.getAsDouble() : null;
    }

    private long rss(Site site) {
        long sum = 0;
        for (Member member : site.members()) {
            sum += memory.rss(member.process().pid()).orElse(0);
        }
        return sum;
    }

    private static @Nullable Long queue(Site site) {
        OptionalLong sum = site.listeners().stream()
                .flatMap(listener -> Sockets.acceptQueue(listener.fd()).stream())
                .mapToLong(Sockets.AcceptQueue::waiting)
                .reduce(Long::sum);
        return sum.isPresent() ? sum.getAsLong() : null;
    }

    /** Ends sampling, and forgets what was; it may be started again. */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
            before = null;
            history.clear();
        }
    }
}
