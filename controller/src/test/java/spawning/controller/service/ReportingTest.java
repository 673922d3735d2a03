// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import spawning.controller.aot.TrainingState;
import spawning.controller.cli.ParseResult;
import spawning.controller.cli.SpawningCommand;
import spawning.controller.plan.Milestone;
import spawning.controller.plan.Standing;
import spawning.controller.plan.WorkerState;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.Tallies;
import spawning.controller.status.Totals;

/** Who started us hears each turn once, and no sign of life while the controller stands still. */
class ReportingTest {
    private final List<String> heard = new ArrayList<>();
    private long now = 1_000_000_000L;
    private final StatusBoard board = new StatusBoard(site(Standing.NOTHING));
    private final Reporting reporting = new Reporting(List.of(new Recorder()), board, () -> now);

    private final class Recorder implements Reporter {
        @Override
        public void ready() {
            heard.add("ready");
        }

        @Override
        public void reloading() {
            heard.add("reloading");
        }

        @Override
        public void reloaded() {
            heard.add("reloaded");
        }

        @Override
        public void stopping() {
            heard.add("stopping");
        }

        @Override
        public void status(String sentence) {
            heard.add(sentence);
        }

        @Override
        public void alive() {
            heard.add("alive");
        }

        @Override
        public void close() {
            heard.add("close");
        }
    }

    private Site site(Standing standing) {
        return new Site(
                Instant.EPOCH,
                now,
                ((ParseResult.Run) SpawningCommand.parse(new String[] {"com.acme.Shop"}, Map.of(), Path.of("/")))
                        .config(),
                List.of(),
                standing,
                List.of(),
                Totals.NONE,
                Tallies.NONE,
                TrainingState.NONE);
    }

    private static Milestone moved(WorkerState to) {
        return new Milestone.WorkerMoved(1, 1, 77, 1, WorkerState.STARTING, to, Duration.ZERO, "", false);
    }

    /** What is heard of these, without signs of life and sentences. */
    private List<String> turns(Milestone... milestones) {
        heard.clear();
        long last = board.journal().last();
        for (Milestone milestone : milestones) {
            board.journal().add(Instant.EPOCH, milestone);
        }
        reporting.step(board.journal().after(last));
        return heard.stream()
                .filter(word ->
                        List.of("ready", "reloading", "reloaded", "stopping").contains(word))
                .toList();
    }

    @Test
    void theFirstWorkerThatIsReadyIsToldAndNoOther() {
        assertThat(turns(new Milestone.GenerationBegun(1, 0, ""))).isEmpty();
        assertThat(turns(moved(WorkerState.READY), moved(WorkerState.READY))).containsExactly("ready");
        assertThat(turns(new Milestone.Serves(1, 2, Duration.ZERO))).isEmpty();
    }

    @Test
    void aReloadBeginsAndEndsHoweverManyGenerationsItTakes() {
        turns(moved(WorkerState.READY));
        assertThat(turns(new Milestone.GenerationBegun(2, 0, "SIGHUP"))).containsExactly("reloading");
        assertThat(turns(new Milestone.GenerationBegun(3, 0, "SIGHUP"), new Milestone.Superseded(2, 3)))
                .isEmpty();
        assertThat(turns(new Milestone.Serves(3, 2, Duration.ZERO))).containsExactly("reloaded");
        assertThat(turns(
                        new Milestone.GenerationBegun(4, 0, "SIGHUP"),
                        new Milestone.PreparationFailed(4, "it does not compile")))
                .containsExactly("reloading", "reloaded");
        assertThat(turns(new Milestone.GenerationBegun(5, 0, "SIGHUP"), new Milestone.Rejected(5, "bad", 3)))
                .containsExactly("reloading", "reloaded");
    }

    @Test
    void aStopEndsTheReloadFirst() {
        turns(moved(WorkerState.READY), new Milestone.GenerationBegun(2, 0, "SIGHUP"));
        assertThat(turns(new Milestone.StopBegun("SIGTERM"))).containsExactly("reloaded", "stopping");
    }

    @Test
    void aControllerThatStandsStillGivesNoSignOfLife() {
        reporting.step(List.of());
        assertThat(heard).contains("alive");
        heard.clear();
        now += Duration.ofSeconds(6).toNanos();
        reporting.step(List.of());
        assertThat(heard).doesNotContain("alive");
        board.publish(site(Standing.NOTHING));
        reporting.step(List.of());
        assertThat(heard).contains("alive");
    }

    @Test
    void howItStandsIsSaidWhenItChanges() {
        reporting.step(List.of());
        reporting.step(List.of());
        assertThat(heard).containsOnlyOnce("Booting");
        board.publish(site(new Standing(false, true, 0, 7, 7, 6, 4, Optional.empty(), "", List.of())));
        reporting.step(List.of());
        assertThat(heard).contains("Serving: 0 of 4 workers ready, generation 7");
    }

    @Test
    void whereThereIsNobodyToTellItEndsWithoutAFault() {
        Reporting.start(List.of(), board, () -> now).close();
        assertThat(heard).isEmpty();
    }
}
