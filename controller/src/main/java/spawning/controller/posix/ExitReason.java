// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

/** How a process ended. The text is for people. */
public sealed interface ExitReason {
    /** It called exit, or returned from main. */
    record Exited(int code) implements ExitReason {
        @Override
        public String toString() {
            return "exit code " + code;
        }
    }

    /** A signal ended it. */
    record Signalled(int signal, boolean coreDumped) implements ExitReason {
        @Override
        public String toString() {
            return "signal " + Signal.describe(signal) + (coreDumped ? " (core dumped)" : "");
        }
    }

    /** It has ended, but its status cannot be had: somebody else in this process has reaped it. */
    record Unknown(String why) implements ExitReason {
        @Override
        public String toString() {
            return "unknown end (" + why + ")";
        }
    }

    /** As a shell shows it: the exit code, 128 and the signal's number, or -1 if it is unknown. */
    default int exitCode() {
        return switch (this) {
            case Exited(int code) -> code;
            case Signalled(int signal, boolean _) -> 128 + signal;
            case Unknown(String _) -> -1;
        };
    }
}
