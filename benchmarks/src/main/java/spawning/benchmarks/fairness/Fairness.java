// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.util.List;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.report.Summary;

/**
 * What came out for one contender.
 *
 * @param burst connections that were opened at once
 * @param spreads a round each
 */
public record Fairness(Contender contender, int burst, List<Spread> spreads) {
    /** Busiest worker to idlest one, over the rounds of all of these. */
    public static Summary ratio(List<Fairness> measured) {
        return Summary.of(
                measured.stream().flatMap(each -> each.ratios().stream()).toList());
    }

    /** Busiest worker to idlest one. */
    public Summary ratio() {
        return Summary.of(ratios());
    }

    /** For people: who, how, and the ratio. */
    public String text() {
        return contender.name() + ", " + how() + ": " + ratio().text("%.2f");
    }

    private List<Double> ratios() {
        return spreads.stream()
                .map(spread -> spread.ratio(contender.servingProcesses()))
                .toList();
    }

    String how() {
        return burst == 1 ? "one by one" : "bursts of " + burst;
    }
}
