// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import spawning.controller.control.Steering;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Standing;
import spawning.controller.status.Member;
import spawning.controller.time.Mailbox;
import spawning.protocol.ControllerMessage;

/** Has the controller's thread do what operators ask for. */
record MailboxSteering(Mailbox<Event> mailbox) implements Steering {
    @Override
    public CompletableFuture<Standing> ask(Happening happening) {
        CompletableFuture<Standing> answer = new CompletableFuture<>();
        mailbox.post(new Event.Asked(happening, answer));
        return answer;
    }

    @Override
    public CompletableFuture<TrialAnswer> tryOut(String by) {
        CompletableFuture<Event.TrialAsked.Answer> answer = new CompletableFuture<>();
        mailbox.post(new Event.TrialAsked(by, answer));
        return answer.thenApply(given -> new TrialAnswer(given.trial(), given.refusal()));
    }

    @Override
    public CompletableFuture<List<Member>> tell(OptionalInt slot, Function<Member, ControllerMessage> message) {
        CompletableFuture<List<Member>> told = new CompletableFuture<>();
        mailbox.post(new Event.Told(slot, message, told));
        return told;
    }
}
