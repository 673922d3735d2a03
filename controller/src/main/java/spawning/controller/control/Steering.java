// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Standing;
import spawning.controller.status.Member;
import spawning.protocol.ControllerMessage;

/** What operators may do to the controller. It is done by its thread, in the order in which it was asked; any thread may ask. */
public interface Steering {
    /** Tells the planner something; completed with how things stand right after. Never completed after the end of all. */
    CompletableFuture<Standing> ask(Happening happening);

    /** Begins a trial of what is there now, if nothing else is under way. */
    CompletableFuture<TrialAnswer> tryOut(String by);

    /**
     * To be followed in the journal.
     *
     * @param trial its number; 0 if it was refused
     * @param refusal why; empty if it was not
     */
    record TrialAnswer(int trial, String refusal) {}

    /**
     * Says something to the worker in a slot, or to all; completed with those that were told.
     *
     * @param slot of the one; empty for all
     * @param message called by the controller's thread
     */
    CompletableFuture<List<Member>> tell(OptionalInt slot, Function<Member, ControllerMessage> message);
}
