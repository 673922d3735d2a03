// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Standing;
import spawning.controller.status.Journal;
import spawning.controller.status.StatusBoard;
import spawning.protocol.control.ControlReply;

/** More or fewer workers. */
record ScaleCommand(Controls controls) implements Command {
    private static final int MOST = 1000;
    private static final long LOOK_MILLIS = 500;

    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        String text = talk.request().text("workers").orElse("");
        int workers = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
        if (workers < 1 || workers > MOST) {
            return Command.wrong("the number of workers must be from 1 to " + MOST);
        }
        long before = controls.board().journal().last();
        try {
            Standing after = controls.ending().await(controls.steering().ask(new Happening.ScaleToRequested(workers)));
            return result(talk, workers, after, before);
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        }
    }

    private ControlReply.End result(Talk talk, int workers, Standing after, long before)
            throws IOException, InterruptedException {
        if (after.stopping() || after.target() == 0) {
            return Command.refused(
                    after.stopping()
                            ? "no change: everything is being stopped"
                            : "no change: no generation serves yet");
        }
        if (after.wanted() != workers) {
            return Command.refused(after.wanted() + " workers wanted, not " + workers
                    + ": more are not possible while sessions are in the memory of each worker (--sessions)");
        }
        return talk.request().flag("wait")
                ? await(talk, workers, before)
                : Command.done(workers + " workers wanted, "
                        + board().site().standing().ready() + " ready");
    }

    private StatusBoard board() {
        return controls.board();
    }

    private ControlReply.End await(Talk talk, int workers, long before) throws IOException, InterruptedException {
        long seen = before;
        Optional<ControlReply.End> end =
                verdict(board().site().standing(), workers, controls.ending().isNow());
        while (end.isEmpty()) {
            for (Journal.Entry entry : board().journal().await(seen, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = entry.number();
                talk.moved(entry.milestone());
            }
            talk.alive();
            end = verdict(board().site().standing(), workers, controls.ending().isNow());
        }
        return end.get();
    }

    /** What to say to one who waits for so many workers; empty while there is nothing to say yet. */
    static Optional<ControlReply.End> verdict(Standing now, int workers, boolean over) {
        if (over || now.stopping()) {
            return Optional.of(Command.refused(
                    now.ready() + " of " + workers + " workers are ready, and everything is being stopped"));
        }
        if (now.wanted() != workers) {
            return Optional.of(Command.refused(now.wanted() + " workers are wanted meanwhile, not " + workers + "; "
                    + now.ready() + " are ready"));
        }
        return now.ready() == workers
                ? Optional.of(Command.done(workers + " workers wanted, " + workers + " ready"))
                : Optional.empty();
    }
}
