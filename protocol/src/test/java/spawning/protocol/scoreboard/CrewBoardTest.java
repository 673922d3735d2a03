// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class CrewBoardTest {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(CrewBoard.BYTES);
    private final CrewBoard board = CrewBoard.over(memory);

    @Test
    void whatOneWritesAnotherReads() {
        CrewBoard others = CrewBoard.over(memory);
        board.wipe(7);
        board.listens(7, true);
        board.connections(7, 12);
        board.taken(7, 34);
        assertThat(others.highest()).isEqualTo(7);
        assertThat(others.listens(7)).isTrue();
        assertThat(others.connections(7)).isEqualTo(12);
        assertThat(others.taken(7)).isEqualTo(34);
        assertThat(others.listens(6)).isFalse();
    }

    @Test
    void aLineIsWipedForTheNextWorkerOfItsSlotAndOthersStay() {
        for (int slot = 1; slot <= 255; slot++) {
            board.wipe(slot);
            board.listens(slot, true);
            board.connections(slot, slot);
            board.taken(slot, slot);
        }
        board.wipe(100);
        assertThat(board.highest()).isEqualTo(255);
        for (int slot = 1; slot <= 255; slot++) {
            assertThat(board.listens(slot)).isEqualTo(slot != 100);
            assertThat(board.connections(slot)).isEqualTo(slot == 100 ? 0 : slot);
            assertThat(board.taken(slot)).isEqualTo(slot == 100 ? 0 : slot);
        }
    }

    @Test
    void slotsBeyondTheMemoryHaveNoLine() {
        assertThat(CrewBoard.hasLine(0)).isFalse();
        assertThat(CrewBoard.hasLine(1)).isTrue();
        assertThat(CrewBoard.hasLine(255)).isTrue();
        assertThat(CrewBoard.hasLine(256)).isFalse();
        board.wipe(256);
        board.wipe(0);
        assertThat(board.highest()).isZero();
    }

    @Test
    void memoryThatIsTooSmallIsRefused() {
        ByteBuffer small = ByteBuffer.allocateDirect(CrewBoard.BYTES - 1);
        assertThatThrownBy(() -> CrewBoard.over(small)).hasMessageContaining("16384 bytes");
    }
}
