// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;

/** A signal that tests send. */
public enum Signal {
    HUP,
    INT,
    TERM,
    KILL,
    STOP,
    CONT,
    TTIN,
    TTOU,
    USR1;

    /** Sends it, and returns whether there still was such a process. */
    public boolean to(long pid) {
        try {
            // The shell's own kill: a machine need not have the program of that name.
            return new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name(), Long.toString(pid))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new AssertionError("cannot send " + this + " to " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending " + this + " to " + pid, e);
        }
    }
}
