// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import spawning.harness.Broken.How;

/**
 * What the clients of a load saw.
 *
 * @param answered requests with a whole and right response
 * @param failures requests without
 * @param versions of the code that answered
 * @param pids of the workers that answered
 */
public record Tally(long answered, List<Failure> failures, Set<String> versions, Set<Long> pids) {
    private static final int SHOWN = 10;

    /**
     * A failed request.
     *
     * @param client the number of the client
     * @param connection the number of the connection, counted over all clients
     * @param pid the worker that answered on this connection before, 0 when none did
     */
    public record Failure(int client, long connection, long pid, How how, String text) {}

    public Tally {
        failures = List.copyOf(failures);
        versions = Set.copyOf(versions);
        pids = Set.copyOf(pids);
    }

    /** The failures of other kinds than this. */
    public List<Failure> failuresOtherThan(How how) {
        return failures.stream().filter(failure -> failure.how() != how).toList();
    }

    /** Counts, and the first failures word by word. */
    @Override
    public String toString() {
        Map<How, Long> counts = failures.stream()
                .collect(Collectors.groupingBy(Failure::how, () -> new EnumMap<>(How.class), Collectors.counting()));
        return answered + " answered, " + failures.size() + " failed " + counts
                + failures.stream().limit(SHOWN).map(Failure::toString).collect(Collectors.joining("\n", "\n", "\n"));
    }
}
