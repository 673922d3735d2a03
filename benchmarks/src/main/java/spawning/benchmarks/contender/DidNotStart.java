// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

/** A contender cannot be measured; the message is the reason for the report. */
public final class DidNotStart extends Exception {
    public DidNotStart(String reason) {
        super(reason);
    }
}
