// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What became of each request of a paced client, in the order in which they were due. */
public final class Timeline {
    /** In place of the latency: there was no answer, or not the expected one. */
    static final long FAILED = -1;

    /** In place of the latency: the client gave the request up, because the server was too far behind. */
    static final long UNSENT = -2;

    private final long begin;
    private final double interval;
    private final long[] nanos;

    /**
     * @param begin when the first one was due, as System.nanoTime
     * @param interval nanoseconds from one to the next
     * @param nanos from the moment each was due to the end of its answer, or {@link #FAILED} or {@link #UNSENT}; not copied
     */
    Timeline(long begin, double interval, long[] nanos) {
        this.begin = begin;
        this.interval = interval;
        this.nanos = nanos;
    }

    /** When the first one was due, as System.nanoTime. */
    public long begin() {
        return begin;
    }

    /** When that request was due, as System.nanoTime. */
    long due(int request) {
        return begin + (long) (request * interval);
    }

    public Latencies all() {
        return between(0, nanos.length);
    }

    /** Those that were due from one moment to before the other, as System.nanoTime. */
    public Latencies between(long from, long to) {
        return between(first(from), first(to));
    }

    /** How long the client ran. */
    public Duration length() {
        return Duration.ofNanos((long) (nanos.length * interval));
    }

    /** How many were answered in a second, from the first that was due to the last answer; 0 without an answer. */
    public double answeredPerSecond() {
        int answered = 0;
        long end = begin;
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] >= 0) {
                answered++;
                end = Math.max(end, due(i) + nanos[i]);
            }
        }
        return answered == 0 ? 0 : answered * 1e9 / (end - begin);
    }

    private int first(long from) {
        return Math.clamp((long) Math.ceil(((double) from - begin) / interval), 0, nanos.length);
    }

    private Latencies between(int from, int to) {
        List<Long> answered = new ArrayList<>(Math.max(0, to - from));
        long failures = 0;
        long unsent = 0;
        for (int i = from; i < to; i++) {
            if (nanos[i] == FAILED) {
                failures++;
            } else if (nanos[i] == UNSENT) {
                unsent++;
            } else {
                answered.add(nanos[i]);
            }
        }
        return new Latencies(answered, failures, unsent);
    }
}
