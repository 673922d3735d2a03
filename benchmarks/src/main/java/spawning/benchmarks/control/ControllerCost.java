// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.control;

import spawning.benchmarks.report.Summary;

/**
 * What the controller has cost.
 *
 * @param share of a core, round by round
 * @param pssMb megabytes, likewise
 */
public record ControllerCost(String settings, int workers, Summary share, Summary pssMb) {
    public Summary percentOfCore() {
        return new Summary(share.median() * 100, share.min() * 100, share.max() * 100);
    }

    public String markdown(int seconds) {
        return """
                The controller beside %d idle workers that are all ready and have been left alone for a while: user and system time of its process from /proc, in steps of
                10 ms, and PSS. Median (smallest-largest) of periods of %d s.

                | workers | share of a core | PSS MB |
                | --- | --- | --- |
                | %d | %s %% | %s |

                - %s
                """.formatted(workers, seconds, workers, percentOfCore().text("%.2f"), pssMb.text("%.1f"), settings);
    }
}
