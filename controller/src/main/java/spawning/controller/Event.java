// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Standing;
import spawning.controller.signal.ControllerSignal;
import spawning.controller.status.Member;
import spawning.protocol.ControllerMessage;

/** What the controller's one thread waits for. Posted by other threads: signals, the watcher, the preparation. */
sealed interface Event {
    /** A signal came. */
    record Signalled(ControllerSignal signal) implements Event {}

    /** Something that the planner has to know. */
    record Happened(Happening happening) implements Event {}

    /** The snapshot, the listeners and the settings of a generation are there. */
    record Prepared(Generation generation) implements Event {}

    /**
     * An operator wants something.
     *
     * @param answer given how things stand after it, before anything else happens
     */
    record Asked(Happening happening, CompletableFuture<Standing> answer) implements Event {}

    /**
     * An operator wants to know whether the code and the configuration as they are now would come up.
     *
     * @param answer given the number of the trial, or the reason why there is none
     */
    record TrialAsked(String by, CompletableFuture<Answer> answer) implements Event {
        /**
         * To be followed in the journal.
         *
         * @param trial 0 if it was refused
         * @param refusal why; empty if it was not
         */
        record Answer(int trial, String refusal) {}
    }

    /**
     * Something is to be said to workers.
     *
     * @param slot of the one; empty for all
     * @param message what to say to one, once it is known which; the first argument is its member
     * @param told given those to whom it was said
     */
    record Told(OptionalInt slot, Function<Member, ControllerMessage> message, CompletableFuture<List<Member>> told)
            implements Event {}

    /** The controller itself failed on another thread. */
    record Broken(Throwable cause) implements Event {}
}
