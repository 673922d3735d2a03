// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.protocol.ControllerMessage;
import spawning.protocol.LogText;
import spawning.protocol.WorkerMessage;
import spawning.protocol.control.ControlReply;

/** Has a worker open the socket of its JShell, and tells where that is. The worker itself says whether it may. */
record BackdoorCommand(Controls controls) implements Command {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int SHORT = 8;

    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        Site site = controls.board().site();
        Optional<String> slot = talk.request().text("slot");
        Optional<Member> member = slot.isPresent()
                ? Workers.inSlot(site, slot.get())
                : site.members().stream().min(Comparator.comparingInt(Member::slot));
        if (member.isEmpty()) {
            return Command.wrong(Workers.none(site, slot.orElse("any")));
        }
        String name = "door-" + UUID.randomUUID().toString().substring(0, SHORT);
        try {
            return open(talk, member.get(), controls.state().resolve(name));
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        }
    }

    private ControlReply.End open(Talk talk, Member member, Path path)
            throws IOException, InterruptedException, Ending.Ended {
        CompletableFuture<WorkerMessage> echo = controls.echoes()
                .expect(
                        member.number(),
                        said -> said instanceof WorkerMessage.BackdoorOpened opened
                                && opened.path().equals(path.toString()));
        String who = "worker " + member.slot() + " (pid " + member.process().pid() + ")";
        try {
            List<Member> told = controls.ending()
                    .await(controls.steering()
                            .tell(OptionalInt.of(member.slot()), _ -> new ControllerMessage.Backdoor(path.toString())));
            if (told.isEmpty()) {
                return Command.refused(who + " does not read what it is told");
            }
            WorkerMessage message = echo.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            String problem = message instanceof WorkerMessage.BackdoorOpened opened ? opened.problem() : "";
            if (!problem.isEmpty()) {
                return Command.refused(who + ": " + LogText.line(problem));
            }
            talk.data("path", path.toString());
            return Command.done(who);
        } catch (TimeoutException e) {
            return Command.refused(who + " does not answer within " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Command.refused(who + " ended meanwhile");
        } finally {
            echo.cancel(false);
        }
    }
}
