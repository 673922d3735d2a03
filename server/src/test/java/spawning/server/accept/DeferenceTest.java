// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import spawning.protocol.scoreboard.CrewBoard;

class DeferenceTest {
    private static final int OWN = 1;
    private static final int OTHER = 2;

    private final CrewBoard board = CrewBoard.unshared();
    private final AtomicInteger connections = new AtomicInteger();
    private final Deference deference = new Deference(board, OWN, holding(connections::get));
    private long now = Long.MAX_VALUE - 1_000_000; // the clock of System.nanoTime may wrap

    private static CountingEngine holding(IntSupplier connections) {
        CountingEngine engine = new CountingEngine();
        engine.connections = connections;
        return engine;
    }

    private void otherListens(int held) {
        board.wipe(OTHER);
        board.connections(OTHER, held);
        board.listens(OTHER, true);
    }

    private boolean leaves() {
        now += Deference.LOOK.toNanos();
        return deference.leaves(now);
    }

    private int leavesInARow() {
        int times = 0;
        while (times < 10_000 && leaves()) {
            times++;
        }
        return times;
    }

    @Test
    void whoIsAloneLeavesNothing() {
        connections.set(1_000);
        assertThat(leaves()).isFalse();
        board.wipe(OWN);
        deference.listens(true);
        assertThat(leaves()).isFalse();
    }

    @Test
    void whoIsAheadOfASiblingThatListensLeavesWhatWaits() {
        otherListens(10);
        connections.set(15);
        assertThat(leaves()).isTrue();
        board.listens(OTHER, false);
        assertThat(leaves()).isFalse();
    }

    @Test
    void fourConnectionsMoreAreNotAhead() {
        otherListens(10);
        connections.set(14);
        assertThat(leaves()).isFalse();
    }

    @Test
    void amongManyConnectionsSomeMoreAreNotAhead() {
        otherListens(320);
        connections.set(329);
        assertThat(leaves()).isFalse();
        connections.set(330);
        assertThat(leaves()).isTrue();
    }

    @Test
    void whereConnectionsComeAndGoNothingIsLeft() {
        otherListens(0);
        connections.set(10);
        for (int i = 0; i < 16; i++) {
            deference.took(); // and another was closed
        }
        assertThat(leaves()).isFalse();
        for (int i = 0; i < 8; i++) {
            connections.incrementAndGet();
            deference.took();
        }
        assertThat(leaves()).isTrue();
    }

    @Test
    void oneSiblingThatIsBehindIsEnough() {
        otherListens(100);
        board.wipe(5);
        board.listens(5, true);
        connections.set(50);
        assertThat(leaves()).isTrue();
    }

    @Test
    void whoWaitsForAThirdItselfIsNotPassedOverMeanwhile() {
        otherListens(50);
        board.wipe(5);
        board.listens(5, true);
        connections.set(100);
        assertThat(leavesInARow()).isEqualTo(2 * Deference.CREDIT); // first for the least, then for the other
    }

    @Test
    void aSiblingThatTakesNothingIsPassedOverForAWhile() {
        otherListens(0);
        connections.set(10);
        assertThat(leavesInARow()).isEqualTo(Deference.CREDIT);
        now += Deference.PASSED_OVER.toNanos() - 2 * Deference.LOOK.toNanos();
        assertThat(leaves()).isFalse();
        now += 2 * Deference.LOOK.toNanos();
        assertThat(leavesInARow()).isEqualTo(Deference.TRIAL);
    }

    @Test
    void aSiblingThatTakesIsWaitedForOnAndOn() {
        otherListens(0);
        connections.set(10);
        for (int i = 1; i <= 1_000; i++) {
            board.taken(OTHER, i);
            for (int looks = 0; looks < 5; looks++) {
                assertThat(leaves()).isTrue();
            }
        }
    }

    @Test
    void aSiblingThatTakesTooSlowlyIsPassedOver() {
        otherListens(0);
        connections.set(10);
        int left = 0;
        for (int i = 0; i < 900; i++) {
            board.taken(OTHER, i / 20); // one in 5 ms
            left += leaves() ? 1 : 0;
        }
        assertThat(left).isLessThan(300);
    }

    @Test
    void whoWasPassedOverIsWaitedForAgainWhenItTakesSomething() {
        otherListens(0);
        connections.set(10);
        assertThat(leavesInARow()).isEqualTo(Deference.CREDIT);
        board.taken(OTHER, 1);
        assertThat(leaves()).isTrue();
    }

    @Test
    void aNewWorkerInTheSlotOfOneThatWasPassedOverIsWaitedForAtOnce() {
        otherListens(0);
        board.taken(OTHER, 500);
        connections.set(10);
        assertThat(leavesInARow()).isPositive();
        otherListens(0);
        assertThat(leavesInARow()).isEqualTo(Deference.CREDIT);
    }

    @Test
    void othersSeeWhetherItListensWhatItHoldsAndWhatItTook() {
        deference.listens(true);
        connections.set(3);
        deference.took();
        deference.took();
        assertThat(board.listens(OWN)).isTrue();
        assertThat(board.connections(OWN)).isEqualTo(3);
        assertThat(board.taken(OWN)).isEqualTo(2);
        connections.set(1);
        deference.counted();
        deference.listens(false);
        assertThat(board.connections(OWN)).isEqualTo(1);
        assertThat(board.listens(OWN)).isFalse();
    }

    @Test
    void aNumberThatChangesWhileItIsShownIsShownAnew() {
        AtomicInteger asked = new AtomicInteger();
        Deference changing = new Deference(board, OWN, holding(() -> Math.min(4, asked.incrementAndGet())));
        changing.counted();
        assertThat(board.connections(OWN)).isEqualTo(4);
    }
}
