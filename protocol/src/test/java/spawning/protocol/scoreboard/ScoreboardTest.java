// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
    private static final long SECOND = 1_000_000_000L;

    private final Scoreboard board = Scoreboard.unread();
    private final ScoreboardView view = board.view();

    @Test
    void countersAndGaugesAreSeen() {
        board.count(Counter.BEATS);
        board.count(Counter.BEATS);
        board.set(Gauge.HEAP_USED, 7);

        assertThat(view.count(Counter.BEATS)).isEqualTo(2);
        assertThat(view.get(Gauge.HEAP_USED)).isEqualTo(7);
        assertThat(view.count(Counter.REQUESTS)).isZero();
    }

    @Test
    void aWorkerThatHasNotSaidWhetherItHasAnArchiveOfClassesIsNotTakenToHaveNone() {
        assertThat(view.runsWithoutArchive()).isFalse();
        board.archive(true);
        assertThat(view.runsWithoutArchive()).isFalse();
        board.archive(false);
        assertThat(view.runsWithoutArchive()).isTrue();
    }

    @Test
    void eachCounterAndGaugeHasAPlaceOfItsOwn() {
        for (Counter counter : Counter.values()) {
            IntStream.rangeClosed(0, counter.cell()).forEach(i -> board.count(counter));
        }
        for (Gauge gauge : Gauge.values()) {
            board.set(gauge, -gauge.cell());
        }

        for (Counter counter : Counter.values()) {
            assertThat(view.count(counter)).isEqualTo(counter.cell() + 1);
        }
        for (Gauge gauge : Gauge.values()) {
            assertThat(view.get(gauge)).isEqualTo(-gauge.cell());
        }
    }

    @Test
    void aRequestIsShownWithoutItsQueryUntilItEnds() {
        int entry = board.begins("GET", "/shop?card=4711", 5 * SECOND);
        board.runs(entry, 23);

        assertThat(view.flights()).containsExactly(new Flight("GET /shop", 5 * SECOND, 23));
        assertThat(view.inFlight()).isEqualTo(1);

        board.ends(entry, SECOND, 200);

        assertThat(view.flights()).isEmpty();
        assertThat(view.inFlight()).isZero();
        assertThat(view.count(Counter.ANSWERED)).isEqualTo(1);
        assertThat(view.count(Counter.FAILED)).isZero();
        assertThat(view.latencies()[Latency.bucket(SECOND)]).isEqualTo(1);
    }

    @Test
    void requestsComeOldestFirst() {
        var _ = board.begins("GET", "/young", 9);
        var _ = board.begins("GET", "/old", 3);

        assertThat(view.flights()).extracting(Flight::line).containsExactly("GET /old", "GET /young");
    }

    @Test
    void moreRequestsThanEntriesAreCounted() {
        List<Integer> entries = IntStream.range(0, 70)
                .mapToObj(i -> board.begins("GET", "/" + i, i))
                .toList();

        assertThat(view.flights()).hasSize(64);
        assertThat(view.inFlight()).isEqualTo(70);
        assertThat(entries.subList(64, 70)).containsOnly(Scoreboard.NO_ENTRY);

        entries.forEach(entry -> board.ends(entry, 1, 503));
        assertThat(view.flights()).isEmpty();
        assertThat(view.inFlight()).isZero();
        assertThat(view.count(Counter.FAILED)).isEqualTo(70);
        assertThat(board.begins("GET", "/", 1)).isZero();
    }

    @Test
    void aLongOrStrangeTargetIsCutAndMadeHarmless() {
        var _ = board.begins("GET", "/\u001b[31m\u00e4" + "x".repeat(500), 1);

        assertThat(view.flights().getFirst().line())
                .startsWith("GET /?[31m?xxx")
                .hasSize(160);
    }

    @Test
    void nobodyIsEverSeenWithTheWordsOfAnother() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread[] writers = new Thread[3];
        for (int i = 0; i < writers.length; i++) {
            String target = "/" + String.valueOf((char) ('a' + i)).repeat(10 + 40 * i);
            int start = i + 1;
            writers[i] = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    board.ends(board.begins("GET", target, start), 1, 200);
                }
            });
        }
        int seen = 0;
        for (int i = 0; i < 20_000 || (seen == 0 && i < 2_000_000); i++) {
            for (Flight flight : view.flights()) {
                char letter = (char) ('a' + flight.startNanos() - 1);
                assertThat(flight.line())
                        .isEqualTo("GET /" + String.valueOf(letter).repeat(10 + 40 * (letter - 'a')));
                seen++;
            }
        }
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(seen).isPositive();
    }

    @Test
    void theLogHasTheLastWholeLines() {
        assertThat(view.log()).isEmpty();
        write("first\n");
        write("second\n");
        assertThat(view.log()).isEqualTo("first\nsecond\n");

        for (int i = 0; i < 5_000; i++) {
            write("line " + i + "\n");
        }

        assertThat(view.log()).startsWith("line ").endsWith("line 4998\nline 4999\n");
        assertThat(view.log().lines().count()).isGreaterThan(1000);
    }

    @Test
    void aLineLongerThanTheLogLeavesItsEnd() {
        write("x".repeat(100_000) + "\nlast\n");

        assertThat(view.log()).isEqualTo("last\n");
    }

    private void write(String text) {
        byte[] bytes = ("??" + text).getBytes(UTF_8);
        board.log(bytes, 2, bytes.length - 2);
    }

    @Test
    void nonsenseIsReadWithoutAnError() {
        SplittableRandom random = new SplittableRandom(1);
        ByteBuffer memory = ByteBuffer.allocateDirect(Scoreboard.BYTES);
        ScoreboardView nonsense = ScoreboardView.of(memory);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[Scoreboard.BYTES];
            random.nextBytes(bytes);
            memory.put(0, bytes);

            assertThat(nonsense.begun()).isFalse();
            assertThat(nonsense.flights()).hasSizeLessThanOrEqualTo(64);
            assertThat(nonsense.log().length()).isLessThanOrEqualTo(Scoreboard.BYTES);
            assertThat(nonsense.inFlight()).isNotNegative();
        }
    }

    @Test
    void memoryThatIsTooSmallIsRefused() {
        assertThatThrownBy(() -> Scoreboard.over(ByteBuffer.allocateDirect(8)))
                .hasMessageContaining("needs 32768 bytes");
        assertThatThrownBy(() -> Scoreboard.over(ByteBuffer.allocate(Scoreboard.BYTES)))
                .hasMessageContaining("direct memory");
    }
}
