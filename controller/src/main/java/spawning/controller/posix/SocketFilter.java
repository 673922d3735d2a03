// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A classic BPF program for a socket: instructions of {code, jt, jf, k} as in linux/filter.h. On TCP it sees each
 * segment from the first byte of the TCP header on (net/ipv4/tcp_ipv4.c, tcp_filter), and what it returns is how many
 * bytes to keep: none drops the segment without a word to the sender.
 */
public final class SocketFilter {
    static final int SO_ATTACH_FILTER = 26;

    /**
     * Drops SYN segments, that is, attempts to connect; everything else passes, so handshakes in flight are completed.
     * The client sends its SYN again, after a second at first; it reaches the next listener, or is refused when there is
     * none. Connections that the listener accepts later inherit the filter, which does them no harm.
     */
    public static final SocketFilter DROP_SYN = new SocketFilter(List.of(
            new Instruction(0x30, 0, 0, 13), // ldb [13]: the flags of the TCP header
            new Instruction(0x54, 0, 0, 0x12), // and SYN|ACK
            new Instruction(0x15, 0, 1, 0x02), // jeq SYN alone, else skip one
            new Instruction(0x06, 0, 0, 0), // ret 0: drop
            new Instruction(0x06, 0, 0, -1))); // ret all: keep

    private static final int INSTRUCTION_BYTES = 8;
    private static final int PROGRAM_BYTES = 16;

    private final List<Instruction> instructions;

    private SocketFilter(List<Instruction> instructions) {
        this.instructions = instructions;
    }

    private record Instruction(int code, int ifTrue, int ifFalse, int k) {}

    /** struct sock_fprog: the number of instructions, and where they are. */
    MemorySegment encode(Arena arena) {
        MemorySegment filter = arena.allocate((long) INSTRUCTION_BYTES * instructions.size(), 8);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            long at = (long) INSTRUCTION_BYTES * i;
            filter.set(ValueLayout.JAVA_SHORT, at, (short) instruction.code());
            filter.set(ValueLayout.JAVA_BYTE, at + 2, (byte) instruction.ifTrue());
            filter.set(ValueLayout.JAVA_BYTE, at + 3, (byte) instruction.ifFalse());
            filter.set(ValueLayout.JAVA_INT, at + 4, instruction.k());
        }
        MemorySegment program = arena.allocate(PROGRAM_BYTES, 8);
        program.set(ValueLayout.JAVA_SHORT, 0, (short) instructions.size());
        program.set(ValueLayout.ADDRESS, 8, filter);
        return program;
    }
}
