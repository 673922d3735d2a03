// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.control;

import java.util.Arrays;

/** What came of a command; the exit codes of {@code spawning-ctl}, fixed, for scripts rely on them. */
public enum Outcome {
    /** Done, or accepted where nobody waits. */
    DONE(0),
    /** Refused, taken back, or failed; the text says why. */
    REFUSED(1),
    /** The request is wrong, or it is not clear which instance is meant. */
    USAGE(2),
    /** No controller answers, or it died meanwhile. */
    NO_CONTROLLER(3),
    /** Not done within the time that was given. */
    TIMED_OUT(4);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /** The exit code, 0 to 4. */
    public int code() {
        return code;
    }

    /** The outcome of a code. @throws IllegalArgumentException no outcome has this code */
    static Outcome of(String code) {
        return Arrays.stream(values())
                .filter(outcome -> Integer.toString(outcome.code).equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no outcome has the code " + code));
    }
}
