// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.util.Optional;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Milestone;
import spawning.controller.plan.Standing;
import spawning.controller.status.Journal;
import spawning.protocol.control.ControlReply;

/** Back to what served before, or the end of what is under way. */
record RollbackCommand(Controls controls, Rollout rollout) implements Command {
    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        long before = controls.board().journal().last();
        try {
            Standing after =
                    controls.ending().await(controls.steering().ask(new Happening.RollbackRequested(talk.by())));
            Optional<Milestone.Rejected> rejected = rejected(before, talk.by());
            if (after.preparing() != 0) {
                return copied(talk, after.preparing(), before);
            }
            return rejected.isPresent() ? takenBack(talk, rejected.get()) : Command.refused(whyNot(after));
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        }
    }

    /** What was under way and was taken back by this request. */
    private Optional<Milestone.Rejected> rejected(long before, String by) {
        return controls.board().journal().after(before).stream()
                .map(Journal.Entry::milestone)
                .filter(Milestone.Rejected.class::isInstance)
                .map(Milestone.Rejected.class::cast)
                .filter(one -> one.reason().endsWith(by))
                .findFirst();
    }

    private ControlReply.End copied(Talk talk, int generation, long before) throws IOException, InterruptedException {
        String what = "generation " + generation + " is being prepared, a copy of what served before";
        if (!talk.request().flag("wait")) {
            return Command.done(what);
        }
        talk.progress(what);
        return rollout.follow(talk, generation, before);
    }

    private ControlReply.End takenBack(Talk talk, Milestone.Rejected rejected)
            throws IOException, InterruptedException {
        String what = "generation " + rejected.generation() + " is taken back; generation " + rejected.fallback();
        if (talk.request().flag("wait")) {
            talk.progress(what + " serves on");
            rollout.settle(talk, controls.board().journal().last());
            if (controls.ending().isNow() || controls.board().site().standing().stopping()) {
                return Command.refused(
                        "generation " + rejected.generation() + " is taken back, and everything is being stopped");
            }
        }
        return Command.done(what + " serves on");
    }

    private static String whyNot(Standing standing) {
        if (standing.stopping()) {
            return "no rollback: everything is being stopped";
        }
        return standing.target() == 0
                ? "no rollback: no generation serves yet"
                : "no rollback: there is no generation before " + standing.target();
    }
}
