// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.targets;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import spawning.benchmarks.report.Summary;

/** What was measured of the targets that were asked for. */
public final class Verdicts {
    private final Set<Target> asked;
    private final Map<Target, Summary> measured = new EnumMap<>(Target.class);
    private final Map<Target, String> reasons = new EnumMap<>(Target.class);
    private final List<String> remarks = new ArrayList<>();

    public Verdicts(Set<Target> asked) {
        this.asked = Set.copyOf(asked);
    }

    /** Whether any of them has to be measured. */
    boolean asksFor(Target... targets) {
        return List.of(targets).stream().anyMatch(asked::contains);
    }

    void measured(Target target, Summary value) {
        if (asked.contains(target)) {
            measured.put(target, value);
            System.out.print(target.row(value));
        }
    }

    /** What there is to measure, or why there is nothing. */
    void measured(Target target, Optional<Summary> value, String reason) {
        value.ifPresentOrElse(summary -> measured(target, summary), () -> notMeasured(target, reason));
    }

    void notMeasured(Target target, String reason) {
        reasons.put(target, reason);
    }

    /** A line below the table. */
    void remark(String text) {
        remarks.add(text);
    }

    String markdown() {
        StringBuilder page = new StringBuilder(
                "| | what | target | measured, median (min-max) | met? |\n| --- | --- | --- | --- | --- |\n");
        for (Target target : Target.values()) {
            Summary value = measured.get(target);
            if (value != null) {
                page.append(target.row(value));
            } else if (asked.contains(target)) {
                page.append(target.rowWithout(reasons.getOrDefault(target, "not measured")));
            }
        }
        page.append('\n');
        remarks.forEach(remark -> page.append("- ").append(remark).append('\n'));
        return page.toString();
    }
}
