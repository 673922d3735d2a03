// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides what it means that an event loop has not come round for a while. Pure: times are given, in nanoseconds of {@link
 * System#nanoTime}. One thread.
 */
final class LoopJudge {
    /** After which new connections had better go to other workers. */
    static final Duration CROWDED = Duration.ofMillis(300);

    /** After which the request that holds the loop up is reported: with the ticks of the watch, within a second. */
    static final Duration REPORTED = Duration.ofMillis(700);

    /** After which a loop that waits for a lock, with no request on it, is given up. */
    static final Duration GIVEN_UP = Duration.ofSeconds(5);

    /**
     * After which a request that waits for a lock without yielding is given up with its worker: whoever holds the lock may
     * need the loop. A wait with a time limit is not, for it ends by itself.
     */
    static final Duration GIVEN_UP_WITH_REQUEST = Duration.ofSeconds(30);

    /** Reports come no faster than this, however many requests hold up the loop. */
    static final Duration REPORTS_APART = Duration.ofSeconds(10);

    /**
     * What is seen of a loop.
     *
     * @param standing how long a task that it was given has not been run; zero if it has none to run
     * @param mounted what runs on it, if a request does
     * @param round differs whenever another request, or the same again, got onto the loop
     * @param state of its thread, whoever runs on it
     */
    record Sight(Duration standing, @Nullable Object mounted, long round, Thread.State state) {}

    /** What to do about it. */
    enum Verdict {
        /** It comes round. */
        FINE,
        /** Connections had better go elsewhere. */
        CROWDED,
        /** The same, and what runs on it is to be reported. */
        REPORT,
        /** The same, and the report came before: another one is not due. */
        HELD_UP,
        /** It will never come round again. */
        DEADLOCKED
    }

    private final Duration givenUp;
    private final Duration givenUpWithRequest;
    private long round = -1;
    private long roundSeen;
    private Duration reportAfter = REPORTED;
    private @Nullable Long lastReport;

    /** One with the usual limits. */
    LoopJudge() {
        this(GIVEN_UP, GIVEN_UP_WITH_REQUEST);
    }

    /** One that gives up after other times, of a loop without and with a request on it. */
    LoopJudge(Duration givenUp, Duration givenUpWithRequest) {
        this.givenUp = givenUp;
        this.givenUpWithRequest = givenUpWithRequest;
    }

    /** Judges what is seen now. */
    Verdict judge(long now, Sight sight) {
        if (sight.round != round) {
            round = sight.round;
            roundSeen = now;
            reportAfter = REPORTED;
        }
        if (sight.standing.compareTo(CROWDED) < 0) {
            return Verdict.FINE;
        }
        Duration alone = Duration.ofNanos(now - roundSeen);
        if (forEver(sight, alone)) {
            return Verdict.DEADLOCKED;
        }
        if (sight.mounted == null) {
            return Verdict.CROWDED;
        }
        if (alone.compareTo(REPORTED) < 0) {
            return Verdict.CROWDED;
        }
        if (alone.compareTo(reportAfter) < 0 || reportedLately(now)) {
            return Verdict.HELD_UP;
        }
        reportAfter = reportAfter.multipliedBy(10);
        lastReport = now;
        return Verdict.REPORT;
    }

    private boolean forEver(Sight sight, Duration alone) {
        Duration limit = sight.mounted == null ? givenUp : givenUpWithRequest;
        boolean waits = switch (sight.state) {
            case BLOCKED, WAITING -> true;
            case TIMED_WAITING -> sight.mounted == null;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
        return waits && alone.compareTo(limit) >= 0 && sight.standing.compareTo(limit) >= 0;
    }

    private boolean reportedLately(long now) {
        return lastReport != null && now - lastReport < REPORTS_APART.toNanos();
    }
}
