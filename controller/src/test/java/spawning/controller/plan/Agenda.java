// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.PriorityQueue;

/** What will happen in a simulated world and when; of what happens at the same time, what was noted first is first. */
final class Agenda {
    static final long NEVER = Long.MAX_VALUE;

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long order;

    void add(long at, Runnable what) {
        order++;
        events.add(new Event(at, order, what));
    }

    boolean isEmpty() {
        return events.isEmpty();
    }

    /** When the next is; {@link #NEVER} if there is none. */
    long next() {
        return events.isEmpty() ? NEVER : events.element().at();
    }

    Runnable take() {
        return events.remove().what();
    }
}
