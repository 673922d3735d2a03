// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.util.Set;
import spawning.controller.posix.Signal;

/** Whether a process ended as one whose memory held what should not be there. */
public final class Crash {
    /** What the processor or the JVM itself ends a process with; not KILL and TERM, which come from people and from kernels in need. */
    private static final Set<Signal> SIGNALS =
            Set.of(Signal.ILL, Signal.TRAP, Signal.ABRT, Signal.BUS, Signal.FPE, Signal.SEGV, Signal.SYS);

    private static final int BY_SIGNAL = 128;

    /** So the JVM exits when it cannot initialize itself. */
    private static final int NO_JVM = 1;

    private Crash() {}

    /**
     * Whether it ended so.
     *
     * @param exitCode as a shell shows it: 128 and the signal's number, also where a wrapper around the JVM says it so
     * @param begun whether its Java code had begun to run
     */
    public static boolean is(int exitCode, boolean begun) {
        boolean noJvm = !begun && exitCode == NO_JVM;
        return noJvm || SIGNALS.stream().anyMatch(signal -> exitCode == BY_SIGNAL + signal.number());
    }
}
