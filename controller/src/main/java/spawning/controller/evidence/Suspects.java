// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which requests were in flight in several of the last crashes: one of them may be the cause. Any thread. */
final class Suspects {
    /** As many crashes are remembered. */
    static final int MEMORY = 10;

    private static final int MOST_NAMED = 5;

    private final Deque<Set<String>> last = new ArrayDeque<>();

    /** A suspect: method and path, in how many of how many crashes. */
    record Suspect(String line, int crashes, int of) {
        @Override
        public String toString() {
            return line + " was in flight in " + crashes + " of the last " + of + " crashes";
        }
    }

    /**
     * Another crash.
     *
     * @param lines of the requests that were in flight
     * @return those of them that were in flight in another crash too, the most frequent first
     */
    synchronized List<Suspect> crashed(Collection<String> lines) {
        if (last.size() == MEMORY) {
            last.removeFirst();
        }
        last.addLast(new TreeSet<>(lines));
        Map<String, Integer> counts = new HashMap<>();
        last.forEach(crash -> crash.forEach(line -> counts.merge(line, 1, Integer::sum)));
        return last.getLast().stream()
                .filter(line -> counts.getOrDefault(line, 0) > 1)
                .map(line -> new Suspect(line, counts.getOrDefault(line, 0), last.size()))
                .sorted((one, other) -> Integer.compare(other.crashes(), one.crashes()))
                .limit(MOST_NAMED)
                .toList();
    }
}
