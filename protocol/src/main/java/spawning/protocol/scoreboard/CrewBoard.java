// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import java.nio.ByteBuffer;

/**
 * What the workers of one controller show each other: for each slot whether its worker listens, how many connections it
 * holds, and how many it ever took. Any thread of any of the processes, at any time: no method locks, waits or allocates.
 *
 * <p>A line belongs to the worker in the slot, which alone writes it; the controller wipes it before it starts one. Whoever
 * reads it may see what was true a moment ago, or what a worker left behind that was killed. So it may be asked where a
 * connection had better go, and not whether a worker lives.
 */
public final class CrewBoard {
    /** The size of the memory, in bytes: whole pages of 4 KiB. */
    public static final int BYTES = 16_384;

    /** A cache line a slot, so that no two workers write to the same. The first has what belongs to no slot. */
    private static final int LINE = 64;

    private static final int HIGHEST = 0;
    private static final int LISTENS = 0;
    private static final int CONNECTIONS = 8;
    private static final int TAKEN = 16;

    private final ByteBuffer memory;

    private CrewBoard(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * Over shared memory.
     *
     * @param memory direct, with {@link #BYTES} bytes, of zeros before the first use
     */
    public static CrewBoard over(ByteBuffer memory) {
        if (!memory.isDirect() || memory.capacity() < BYTES) {
            throw new IllegalArgumentException(
                    "a board of the crew needs " + BYTES + " bytes of direct memory, got " + memory);
        }
        return new CrewBoard(memory);
    }

    /** One in the memory of this process. */
    public static CrewBoard unshared() {
        return over(ByteBuffer.allocateDirect(BYTES));
    }

    /** Whether the slot has a line: one from 1 to 255. A worker without one neither sees others nor is seen. */
    public static boolean hasLine(int slot) {
        return slot > 0 && slot < BYTES / LINE;
    }

    /** A worker is about to start in the slot. Called by the controller alone, one slot after the other. */
    public void wipe(int slot) {
        if (hasLine(slot)) {
            Cells.set(memory, at(slot, LISTENS), 0);
            Cells.set(memory, at(slot, CONNECTIONS), 0);
            Cells.set(memory, at(slot, TAKEN), 0);
            if (slot > highest()) {
                Cells.set(memory, HIGHEST, slot);
            }
        }
    }

    /** The highest slot that ever had a worker; 0: none. */
    public int highest() {
        return Math.clamp(Cells.get(memory, HIGHEST), 0, BYTES / LINE - 1);
    }

    /** Whether the worker takes connections now: false while it starts, is full, or leaves. */
    public boolean listens(int slot) {
        return Cells.get(memory, at(slot, LISTENS)) != 0;
    }

    public void listens(int slot, boolean value) {
        Cells.set(memory, at(slot, LISTENS), value ? 1 : 0);
    }

    /** Open connections. */
    public long connections(int slot) {
        return Cells.get(memory, at(slot, CONNECTIONS));
    }

    public void connections(int slot, long value) {
        Cells.set(memory, at(slot, CONNECTIONS), value);
    }

    /** Connections taken since its start; what matters is that it moves. */
    public long taken(int slot) {
        return Cells.get(memory, at(slot, TAKEN));
    }

    public void taken(int slot, long value) {
        Cells.set(memory, at(slot, TAKEN), value);
    }

    private static int at(int slot, int cell) {
        return slot * LINE + cell;
    }
}
