// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was given for each option by the strongest source that says anything about it; defaults fill the rest. */
final class Givens {
    private final Map<Option, List<Given>> byOption = new EnumMap<>(Option.class);

    private Givens() {}

    /** Merges what was given anywhere, in any order of sources; the order within one source is kept. */
    static Givens of(List<Given> givens) {
        Givens merged = new Givens();
        for (Option option : Option.values()) {
            if (!option.defaultText().isEmpty()) {
                merged.add(new Given(option, option.defaultText(), Source.DEFAULT));
            }
        }
        givens.forEach(merged::add);
        return merged;
    }

    private void add(Given given) {
        List<Given> known = byOption.computeIfAbsent(given.option(), o -> new ArrayList<>());
        int order = known.isEmpty()
                ? 0
                : given.source().level().compareTo(known.getLast().source().level());
        if (order > 0) {
            known.clear();
        }
        if (order >= 0) {
            known.add(given);
        }
    }

    /** All values of an option, of one source; empty when it was not given and has no default. */
    List<Given> all(Option option) {
        return List.copyOf(byOption.getOrDefault(option, List.of()));
    }

    /** Every value of the strongest source of each option, in the order of {@link Option}. */
    List<Given> inEffect() {
        return byOption.values().stream().flatMap(List::stream).toList();
    }

    /** The value that counts: the last one. */
    Optional<Given> last(Option option) {
        List<Given> values = all(option);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /** The strength of what was said about an option. */
    Source.Level level(Option option) {
        return last(option).map(g -> g.source().level()).orElse(Source.Level.DEFAULT);
    }
}
