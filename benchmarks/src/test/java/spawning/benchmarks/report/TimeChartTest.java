// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.benchmarks.report.TimeChart.Panel;
import spawning.benchmarks.report.TimeChart.Point;
import spawning.benchmarks.report.TimeChart.Span;

class TimeChartTest {
    @Test
    void tenTimesAsMuchIsADecadeHigher() {
        assertThat(TimeChart.height(10) - TimeChart.height(1)).isEqualTo(TimeChart.height(1) - TimeChart.height(0.1));
    }

    @Test
    void whatIsOffTheScaleStaysInThePanel() {
        assertThat(TimeChart.height(0)).isZero();
        assertThat(TimeChart.height(1e9)).isEqualTo(TimeChart.height(10_000));
    }

    @Test
    void aPanelHasItsLineAndWhatIsShaded() {
        String svg = new TimeChart(
                        "title", List.of(new Panel("p", 2, List.of(new Point(1, 1)), List.of(new Span(0, 1)))))
                .svg();

        assertThat(svg).contains("<polyline", "points=\"420.0,").contains("width=\"360.0\"");
    }
}
