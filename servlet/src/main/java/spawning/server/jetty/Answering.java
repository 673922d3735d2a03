// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.time.Duration;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.engine.Extension;
import spawning.server.engine.RequestUnderWay;

/** A request that the application has not answered yet, or a message of a WebSocket that it has not handled. */
final class Answering {
    private final String line;
    private final long started = System.nanoTime();
    private final @Nullable Request request;
    private final @Nullable Scoreboard scoreboard;
    private final int entry;
    private volatile @Nullable Thread thread;
    private volatile boolean begun;

    /** Its place on the scoreboard may be another request's by now. */
    private volatile boolean over;

    /** How long the application may be silent, in nanoseconds; 0: for ever. */
    private volatile long limit;

    /** Until then at least, by System.nanoTime, for it asked for that. */
    private volatile long extendedTo = started;

    /** The clock's own, as the next: when it was found late, by System.nanoTime; 0: it was not. */
    private long lateSince;

    private long stuckSaid;

    private Answering(
            String line, @Nullable Request request, @Nullable Scoreboard scoreboard, int entry, Duration limit) {
        this.line = line;
        this.request = request;
        this.scoreboard = scoreboard;
        this.entry = entry;
        this.limit = limit.toNanos();
    }

    /**
     * A request whose head is complete; noted on the scoreboard until {@link #ended}.
     *
     * @param limit the request timeout; zero is without limit
     */
    static Answering of(Request request, Scoreboard scoreboard, Duration limit) {
        String path = request.getHttpURI().getPath();
        String shown = path == null ? "" : path;
        int entry = scoreboard.begins(request.getMethod(), shown, System.nanoTime());
        return new Answering(request.getMethod() + " " + shown, request, scoreboard, entry, limit);
    }

    /** A message that runs on this thread. */
    static Answering here(String line) {
        Answering answering = new Answering(line, null, null, Scoreboard.NO_ENTRY, Duration.ZERO);
        answering.runsOn(Thread.currentThread());
        return answering;
    }

    /** @param runner runs it from now on; null: none, it is asynchronous */
    void runsOn(@Nullable Thread runner) {
        begun = true;
        thread = runner;
        if (scoreboard != null && runner != null && !over) {
            scoreboard.runs(entry, runner.threadId());
        }
    }

    /**
     * The response has ended, well or badly.
     *
     * @param status 0: there was none
     */
    void ended(int status) {
        over = true;
        if (scoreboard != null) {
            scoreboard.ends(entry, System.nanoTime() - started, status);
        }
    }

    /** The application asked for so long from now; zero is without limit. Any thread. */
    void extend(Duration fromNow) {
        Extension extension = Extension.of(fromNow);
        extendedTo = extension.until();
        limit = extension.endless() ? 0 : limit;
    }

    /**
     * Whether the application has been silent for too long.
     *
     * @param moved when bytes last came or went
     */
    boolean isOver(long moved, long now) {
        long last = moved - started > 0 ? moved : started;
        return limit > 0 && now - last > limit && now - extendedTo > 0;
    }

    void late() {
        lateSince = System.nanoTime();
    }

    boolean isLate() {
        return lateSince != 0;
    }

    Duration lateFor() {
        return Duration.ofNanos(System.nanoTime() - lateSince);
    }

    /** Whether it is time to say, for the first time or again, that it does not end. */
    boolean sayStuck() {
        long now = System.nanoTime();
        boolean due = stuckSaid == 0 || now - stuckSaid > Duration.ofSeconds(5).toNanos();
        stuckSaid = due ? now : stuckSaid;
        return due;
    }

    /** Method and path, for people. */
    String line() {
        return line;
    }

    /** Null for a message. */
    @Nullable
    Request request() {
        return request;
    }

    /** The request's; empty when it has none. */
    String id() {
        return request == null ? "" : IdentifiedRequest.idOf(request);
    }

    @Nullable
    Thread thread() {
        return thread;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - started);
    }

    RequestUnderWay underWay() {
        return new RequestUnderWay(line, id(), age(), thread, begun);
    }
}
