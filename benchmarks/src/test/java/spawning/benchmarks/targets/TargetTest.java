// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import spawning.benchmarks.report.Summary;

class TargetTest {
    @Test
    void theMedianDecidesOnTheRightSideOfTheLimit() {
        assertThat(Target.HELLO_T0.isMet(new Summary(0.90, 0.1, 1))).isTrue();
        assertThat(Target.HELLO_T0.isMet(new Summary(0.89, 0.1, 2))).isFalse();
        assertThat(Target.START.isMet(new Summary(0.25, 0.1, 1))).isTrue();
        assertThat(Target.START.isMet(new Summary(0.26, 0.1, 1))).isFalse();
        assertThat(Target.CONTROLLER_CPU.isMet(new Summary(1, 1, 1))).isFalse();
    }

    @Test
    void eachCanBeAskedForByTheNameInTheTable() {
        for (Target target : Target.values()) {
            assertThat(Target.of(target.option())).isEqualTo(target);
        }
        assertThatThrownBy(() -> Target.of("hello")).hasMessageContaining("hello-t0");
    }
}
