// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import spawning.controller.aot.BootFrom;
import spawning.controller.aot.TrainingState;
import spawning.controller.config.ConfigReader;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.Given;
import spawning.controller.config.Option;
import spawning.controller.config.Source;
import spawning.controller.launch.LaunchedWorker;
import spawning.controller.plan.Standing;
import spawning.controller.posix.Signal;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.Tallies;
import spawning.controller.status.Totals;
import spawning.protocol.ControllerMessage;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.protocol.scoreboard.ScoreboardView;

class SamplerTest {
    private static final long SECOND = 1_000_000_000;

    private final List<Fake> workers = new ArrayList<>();
    private final History history = new History();
    private long now = 5 * SECOND;

    /** A worker whose process is this one. */
    private record Fake(ByteBuffer memory, Scoreboard scores) implements LaunchedWorker {
        static Fake make() {
            ByteBuffer memory = ByteBuffer.allocateDirect(Scoreboard.BYTES);
            return new Fake(memory, Scoreboard.over(memory));
        }

        @Override
        public int pid() {
            return Math.toIntExact(ProcessHandle.current().pid());
        }

        @Override
        public ScoreboardView scoreboard() {
            return ScoreboardView.of(memory);
        }

        @Override
        public boolean send(ControllerMessage message) {
            return true;
        }

        @Override
        public void kill(Signal signal) {
            throw new UnsupportedOperationException("nobody kills the tests");
        }
    }

    private Sampler samplerOf(int count) {
        List<Member> members = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            workers.add(Fake.make());
            members.add(new Member(i, i, 1, workers.getLast(), BootFrom.NOTHING, Instant.EPOCH, 0));
        }
        ControllerConfig config = ConfigReader.read(
                        List.of(new Given(Option.APPLICATION, "com.acme.Shop", Source.COMMAND_LINE)),
                        List.of(),
                        Map.of(),
                        Path.of("/"))
                .config()
                .orElseThrow();
        Site site = new Site(
                Instant.EPOCH,
                0,
                config,
                List.of(),
                Standing.NOTHING,
                members,
                Totals.NONE,
                Tallies.NONE,
                TrainingState.NONE);
        return new Sampler(new StatusBoard(site), history, () -> now);
    }

    @Test
    void ratesAreOfTheTimeBetweenTwoSamples() {
        Sampler sampler = samplerOf(2);
        sampler.sample();
        workers.forEach(worker -> {
            for (int i = 0; i < 30; i++) {
                worker.scores().ends(worker.scores().begins("GET", "/", 0), 3_000_000, i < 10 ? 500 : 200);
            }
        });
        now += 2 * SECOND;
        sampler.sample();
        now += SECOND / 10;
        sampler.sample(); // one that was due while the machine stood still

        List<Sample> samples = history.stretch().samples();
        assertThat(samples).hasSize(3);
        assertThat(samples.get(0).rate()).as("nothing to compare it with").isNull();
        assertThat(samples.get(1)).isEqualTo(Sample.NONE);
        assertThat(samples.get(2).rate()).isEqualTo(30.0);
        assertThat(samples.get(2).errors()).isEqualTo(10.0);
        assertThat(samples.get(2).p50()).isBetween(0.003, 0.00375);
        assertThat(samples.get(2).rss()).isPositive();
        assertThat(samples.get(2).queue()).as("there is no listener on TCP").isNull();
    }

    @Test
    void aHeartThatStandsStillGrowsOld() {
        Sampler sampler = samplerOf(1);
        Member member = new Member(1, 1, 1, workers.getFirst(), BootFrom.NOTHING, Instant.EPOCH, 0);
        assertThat(history.heartbeatAge(member, now)).as("nobody looked").isEmpty();
        sampler.sample();
        now += 3 * SECOND;
        sampler.sample();
        assertThat(history.heartbeatAge(member, now)).hasValue(3 * SECOND);
        workers.getFirst().scores().count(Counter.BEATS);
        assertThat(history.heartbeatAge(member, now)).hasValue(0);
    }

    /** The fastest of many, for others use this machine, too. */
    @Test
    void eightWorkersAreSampledInLessThanAMillisecond() {
        Sampler sampler = samplerOf(8);
        long[] took = new long[500];
        for (int i = 0; i < took.length; i++) {
            long began = System.nanoTime();
            sampler.sample();
            took[i] = System.nanoTime() - began;
            now += SECOND;
        }
        Arrays.sort(took);
        System.out.println("a sample of eight workers: " + Duration.ofNanos(took[took.length / 2]) + " in the middle");
        assertThat(Duration.ofNanos(took[took.length / 4])).isLessThan(Duration.ofMillis(1));
    }
}
