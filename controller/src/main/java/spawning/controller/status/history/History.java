// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import spawning.controller.status.Member;
import spawning.protocol.scoreboard.Counter;

/** What was sampled: ten minutes of seconds, the latencies of the last one, and when hearts beat. Any thread. */
public final class History {
    /** How many seconds are kept. */
    public static final int STEPS = 600;

    /** Seconds over which latencies are told. */
    public static final int WINDOW = 60;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private final Deque<long[]> latencies = new ArrayDeque<>();
    private final Map<Long, Beat> beats = new HashMap<>();
    private Instant end = Instant.EPOCH;

    /** How far a worker's heart had come when it was last seen to move. */
    private record Beat(long count, long nanos) {}

    /**
     * What there is.
     *
     * @param end when the last one was taken
     * @param samples oldest first, a second each
     */
    public record Stretch(Instant end, List<Sample> samples) {}

    /**
     * A second is over.
     *
     * @param skipped how many were before it in which nobody looked
     * @param allLatencies of all workers there ever were
     */
    synchronized void add(Instant at, long skipped, Sample sample, long[] allLatencies) {
        for (long i = Math.min(skipped, STEPS); i > 0; i--) {
            keep(samples, Sample.NONE, STEPS);
            if (!latencies.isEmpty()) {
                keep(latencies, latencies.getLast(), WINDOW);
            }
        }
        keep(samples, sample, STEPS);
        keep(latencies, allLatencies, WINDOW);
        end = at;
    }

    private static <T> void keep(Deque<T> kept, T newest, int most) {
        if (kept.size() == most) {
            kept.removeFirst();
        }
        kept.addLast(newest);
    }

    /** Looks at the hearts of these, and forgets others. */
    synchronized void hear(List<Member> members, long nanos) {
        beats.keySet().retainAll(members.stream().map(Member::number).toList());
        for (Member member : members) {
            long count = member.process().scoreboard().count(Counter.BEATS);
            var _ = beats.merge(
                    member.number(), new Beat(count, nanos), (old, now) -> old.count == now.count ? old : now);
        }
    }

    /** Forgets all. */
    synchronized void clear() {
        samples.clear();
        latencies.clear();
        beats.clear();
    }

    /** The last ten minutes, as far as there was somebody who sampled. */
    public synchronized Stretch stretch() {
        return new Stretch(end, List.copyOf(samples));
    }

    /** How long the requests of the last minute took; empty if nobody samples. */
    public synchronized Optional<Spread> lastMinute(long[] allLatencies) {
        return latencies.isEmpty() ? Optional.empty() : Optional.of(Spread.between(latencies.getFirst(), allLatencies));
    }

    /** Nanoseconds since a worker's heart was last seen to move; empty if nobody looked. */
    public synchronized OptionalLong heartbeatAge(Member member, long nanos) {
        Beat beat = beats.get(member.number());
        if (beat == null) {
            return OptionalLong.empty();
        }
        boolean moved = member.process().scoreboard().count(Counter.BEATS) != beat.count;
        return OptionalLong.of(moved ? 0 : Math.max(0, nanos - beat.nanos));
    }
}
