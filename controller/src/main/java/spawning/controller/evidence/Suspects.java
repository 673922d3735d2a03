// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which requests were in flight in several of the last crashes: one of them may be the cause. Requests are told apart by
 * method and path, in which numbers and long hexadecimal words, of which each request may have its own, count as one. Any
 * thread.
 */
final class Suspects {
    /** As many crashes are remembered. */
    static final int MEMORY = 10;

    /** How long after it was said a suspicion is no news. */
    static final Duration QUIET = Duration.ofMinutes(1);

    private static final int MOST_NAMED = 5;
    private static final Pattern OWN = Pattern.compile("(?<=/)(?:\\d+|[0-9a-fA-F-]{8,})(?=/|$)");

    private final Deque<Set<String>> last = new ArrayDeque<>();
    private final Map<String, Long> said = new HashMap<>();

    /**
     * A suspect.
     *
     * @param line method and path
     * @param crashes in which it was in flight
     * @param of how many
     * @param news whether it is to be said, as it was not lately
     */
    record Suspect(String line, int crashes, int of, boolean news) {
        @Override
        public String toString() {
            return line + " was in flight in " + crashes + " of the last " + of + " crashes";
        }
    }

    /**
     * Another crash.
     *
     * @param lines of the requests that were in flight
     * @param nanos now, monotonic
     * @return those of them that were in flight in another crash too, the most frequent first
     */
    synchronized List<Suspect> crashed(Collection<String> lines, long nanos) {
        if (last.size() == MEMORY) {
            last.removeFirst();
        }
        Set<String> routes = new TreeSet<>();
        lines.forEach(line -> routes.add(OWN.matcher(line).replaceAll("*")));
        last.addLast(routes);
        said.values().removeIf(then -> nanos - then >= QUIET.toNanos());
        Map<String, Integer> counts = new HashMap<>();
        last.forEach(crash -> crash.forEach(line -> counts.merge(line, 1, Integer::sum)));
        return routes.stream()
                .filter(line -> counts.getOrDefault(line, 0) > 1)
                .sorted((one, other) -> Integer.compare(counts.getOrDefault(other, 0), counts.getOrDefault(one, 0)))
                .limit(MOST_NAMED)
                .map(line -> new Suspect(
                        line, counts.getOrDefault(line, 0), last.size(), said.putIfAbsent(line, nanos) == null))
                .toList();
    }
}
