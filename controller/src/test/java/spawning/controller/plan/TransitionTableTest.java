// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransitionTableTest {
    /** All 90 cells, a row a cause; each cell is the next state and the effect. */
    private static final String TABLE = """
            cause           | STARTING               | STANDBY               | READY                 | DRAINING         | KILLED         | EXITED
            SPAWNED         | STARTING NOTE_PID      | STANDBY IMPOSSIBLE    | READY IMPOSSIBLE      | DRAINING DRAIN   | KILLED KILL    | EXITED IMPOSSIBLE
            SPAWN_FAILED    | EXITED SPAWN_FAILED    | EXITED SPAWN_FAILED   | EXITED SPAWN_FAILED   | EXITED GONE      | EXITED GONE    | EXITED IMPOSSIBLE
            SAID_READY      | READY ACCEPT           | STANDBY IMPOSSIBLE    | READY IMPOSSIBLE      | DRAINING IGNORED | KILLED IGNORED | EXITED IGNORED
            SPARE           | STANDBY STAND_BY       | STANDBY IMPOSSIBLE    | READY IMPOSSIBLE      | DRAINING IMPOSSIBLE| KILLED IMPOSSIBLE| EXITED IMPOSSIBLE
            PROMOTED        | STARTING IMPOSSIBLE    | READY PROMOTE         | READY IMPOSSIBLE      | DRAINING IMPOSSIBLE| KILLED IMPOSSIBLE| EXITED IMPOSSIBLE
            SAID_RETIRING   | STARTING NOTE_RETIRING | STANDBY NOTE_RETIRING | READY NOTE_RETIRING   | DRAINING IGNORED | KILLED IGNORED | EXITED IGNORED
            SAID_FAILED     | DRAINING BOOT_FAILED   | STANDBY IMPOSSIBLE    | READY IMPOSSIBLE      | DRAINING IGNORED | KILLED IGNORED | EXITED IGNORED
            SAID_DRAINED    | STARTING IMPOSSIBLE    | STANDBY IMPOSSIBLE    | READY IMPOSSIBLE      | DRAINING IGNORED | KILLED IGNORED | EXITED IGNORED
            UNREACHABLE     | KILLED KILL_UNBOOTED   | KILLED KILL_LOST      | KILLED KILL_LOST      | KILLED KILL      | KILLED IGNORED | EXITED IGNORED
            WORN            | STARTING IGNORED       | STANDBY IGNORED       | READY NOTE_WORN       | DRAINING IGNORED | KILLED IGNORED | EXITED IMPOSSIBLE
            HUNG            | KILLED KILL_UNBOOTED   | KILLED KILL_LOST      | KILLED KILL_LOST      | KILLED KILL      | KILLED IGNORED | EXITED IMPOSSIBLE
            EXIT_SEEN       | EXITED BOOT_FAILED     | EXITED CRASHED        | EXITED CRASHED        | EXITED GONE      | EXITED GONE    | EXITED IGNORED
            DRAIN_WANTED    | DRAINING DRAIN         | DRAINING DRAIN        | DRAINING DRAIN        | DRAINING IGNORED | KILLED IGNORED | EXITED IMPOSSIBLE
            KILL_WANTED     | KILLED KILL            | KILLED KILL           | KILLED KILL           | KILLED KILL      | KILLED HASTEN_KILL | EXITED IMPOSSIBLE
            DEADLINE_PASSED | KILLED KILL_UNBOOTED   | STANDBY IMPOSSIBLE    | READY IMPOSSIBLE      | KILLED KILL      | KILLED STUCK   | EXITED IMPOSSIBLE
            """;

    @ParameterizedTest(name = "{0} x {1} is {2}")
    @MethodSource("cells")
    void isAsWritten(WorkerState state, Cause cause, String expected) {
        Transition transition = Transition.of(state, cause);

        assertThat(transition.next() + " " + transition.effect()).isEqualTo(expected);
    }

    @Test
    void hasEveryPair() {
        assertThat(cells()).hasSize(WorkerState.values().length * Cause.values().length);
    }

    @Test
    void nobodyComesBack() {
        for (WorkerState state : WorkerState.values()) {
            for (Cause cause : Cause.values()) {
                assertThat(Transition.of(state, cause).next()).isGreaterThanOrEqualTo(state);
            }
        }
    }

    static Stream<Arguments> cells() {
        return TABLE.lines().skip(1).flatMap(TransitionTableTest::cellsOf);
    }

    private static Stream<Arguments> cellsOf(String row) {
        String[] cells = row.split("\\|", -1);
        Cause cause = Cause.valueOf(cells[0].strip());
        return Stream.of(WorkerState.values())
                .map(state -> Arguments.of(state, cause, cells[1 + state.ordinal()].strip()));
    }
}
