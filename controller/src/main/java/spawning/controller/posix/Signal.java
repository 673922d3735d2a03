// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The signals of Linux that have a name, with the numbers of x86_64 and aarch64 (signal(7)). */
public enum Signal {
    HUP(1),
    INT(2),
    QUIT(3),
    ILL(4),
    TRAP(5),
    ABRT(6),
    BUS(7),
    FPE(8),
    KILL(9),
    USR1(10),
    SEGV(11),
    USR2(12),
    PIPE(13),
    ALRM(14),
    TERM(15),
    STKFLT(16),
    CHLD(17),
    CONT(18),
    STOP(19),
    TSTP(20),
    TTIN(21),
    TTOU(22),
    URG(23),
    XCPU(24),
    XFSZ(25),
    VTALRM(26),
    PROF(27),
    WINCH(28),
    IO(29),
    PWR(30),
    SYS(31);

    private static final int SIGACTION_BYTES = 152;

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** 1 to 31. */
    public int number() {
        return number;
    }

    /** A number with its name if it has one: {@code 9 (KILL)}, {@code 34}. */
    static String describe(int number) {
        return number >= 1 && number <= values().length ? number + " (" + values()[number - 1] + ")" : "" + number;
    }

    /** The address of the function that handles this signal in this process; 0 is the default, 1 ignores it (sigaction(2)). */
    public long handler() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment now = arena.allocate(SIGACTION_BYTES, 8);
            PosixException.check("sigaction " + this, CFunction.call("sigaction", number, 0, now.address()));
            return now.get(ValueLayout.JAVA_LONG, 0); // the first member with glibc on x86_64 and aarch64
        }
    }

    /** Gives this signal its default disposition in this process, whatever was inherited (sigaction(2)). */
    public void resetToDefault() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            // struct sigaction of zeroes: SIG_DFL, empty mask, no flags
            long zeroes = arena.allocate(SIGACTION_BYTES, 8).address();
            PosixException.check("sigaction " + this, CFunction.call("sigaction", number, zeroes, 0));
        }
    }
}
