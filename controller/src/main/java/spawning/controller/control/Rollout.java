// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import spawning.controller.plan.Elapsed;
import spawning.controller.plan.Milestone;
import spawning.controller.plan.Standing;
import spawning.controller.status.Journal;
import spawning.protocol.LogText;
import spawning.protocol.control.ControlReply;

/** Follows a generation from its request to its end, and tells each step. */
record Rollout(Controls controls) {
    /** How often the client is looked for, and the end of the controller. */
    private static final long LOOK_MILLIS = 500;

    /**
     * Waits for the end of a generation, or of the one that takes its place, and so on.
     *
     * @param after the number of the journal's entry after which to look for it
     */
    ControlReply.End follow(Talk talk, int generation, long after) throws IOException, InterruptedException {
        Followed followed = new Followed(talk, generation);
        long seen = after;
        while (true) {
            boolean over = controls.ending().isNow(); // what was noted before that is still read
            for (Journal.Entry entry :
                    controls.board().journal().await(seen, over ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = entry.number();
                ControlReply.End end = followed.note(entry.milestone());
                if (end != null) {
                    return end;
                }
            }
            if (over) {
                return Command.refused("the controller has ended");
            }
            talk.alive();
        }
    }

    /** Waits until only workers of what serves are left, after a reload was taken back. */
    void settle(Talk talk, long after) throws IOException, InterruptedException {
        long seen = after;
        while (!isSettled(controls.board().site().standing())
                && !controls.ending().isNow()) {
            for (Journal.Entry entry : controls.board().journal().await(seen, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = entry.number();
                talk.moved(entry.milestone());
            }
            talk.alive();
        }
    }

    private static boolean isSettled(Standing standing) {
        return standing.stopping()
                || (standing.ready() >= standing.wanted()
                        && standing.workers().stream().allMatch(worker -> worker.generation() == standing.target()));
    }

    /** The generation that is waited for; another one, once that has taken its place. */
    private final class Followed {
        private final Talk talk;
        private int generation;

        Followed(Talk talk, int generation) {
            this.talk = talk;
            this.generation = generation;
        }

        /** Null while it goes on. */
        ControlReply.@Nullable End note(Milestone milestone) throws IOException {
            return switch (milestone) {
                case Milestone.Serves m when m.generation() == generation -> Command.done(serves(m));
                case Milestone.Rejected m
                when m.generation() == generation ->
                    Command.refused("generation " + generation + " was rolled back: " + LogText.line(m.reason())
                            + "; generation " + m.fallback() + " serves on");
                case Milestone.PreparationFailed m
                when m.generation() == generation ->
                    Command.refused("generation " + generation + " could not be prepared: " + LogText.line(m.reason()));
                case Milestone.StopBegun m -> Command.refused("everything is being stopped: " + m.by());
                case Milestone.PanicRaised m -> panic(m);
                default -> {
                    step(milestone);
                    yield null;
                }
            };
        }

        private String serves(Milestone.Serves serves) {
            return "generation %d serves: %d workers ready after %s"
                    .formatted(serves.generation(), serves.ready(), Elapsed.text(serves.took()));
        }

        /** An application that is developed and never served is not tried again before it changes. */
        private ControlReply.@Nullable End panic(Milestone.PanicRaised panic) throws IOException {
            Standing standing = controls.board().site().standing();
            if (standing.lastGood() == 0
                    && controls.board().site().config().reloading().developing()) {
                return Command.refused(
                        "generation " + generation + " did not come up: " + LogText.line(panic.reason()));
            }
            talk.progress(
                    "panic: " + LogText.line(panic.reason()) + "; next start in " + Elapsed.text(panic.nextStart()));
            return null;
        }

        private void step(Milestone milestone) throws IOException {
            if (milestone instanceof Milestone.Superseded superseded && superseded.generation() == generation) {
                generation = superseded.by();
                talk.progress("generation " + superseded.generation() + " is superseded by generation " + generation
                        + ", which is followed from here on");
            } else if (milestone instanceof Milestone.Prepared prepared && prepared.generation() == generation) {
                talk.progress("generation %d is prepared after %s, %d workers wanted"
                        .formatted(generation, Elapsed.text(prepared.took()), prepared.workers()));
            } else {
                talk.moved(milestone);
            }
        }
    }
}
