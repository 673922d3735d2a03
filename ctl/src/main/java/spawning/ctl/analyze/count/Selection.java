// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.count;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Which requests are counted, and how they are grouped.
 *
 * @param dimensions none for all requests in one group
 * @param earliest milliseconds since 1970 that the first may have
 * @param latest milliseconds since 1970 that the last may have
 * @param zone of groups of time
 * @param overTime whether a course over time is wanted
 */
public record Selection(
        List<Dimension> dimensions,
        List<Filter> filters,
        Optional<Long> earliest,
        Optional<Long> latest,
        ZoneId zone,
        boolean overTime) {
    public Selection {
        dimensions = List.copyOf(dimensions);
        filters = List.copyOf(filters);
    }
}
