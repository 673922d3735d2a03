// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Standing;
import spawning.controller.status.Journal;
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
        if (talk.request().flag("wait")) {
            await(talk, before);
        }
        int wanted = after.wanted();
        return wanted == workers
                ? Command.done(wanted + " workers wanted, " + ready() + " ready")
                : Command.refused(wanted + " workers wanted, not " + workers + ": more are not possible while sessions"
                        + " are in the memory of each worker (--sessions)");
    }

    private int ready() {
        return controls.board().site().standing().ready();
    }

    private void await(Talk talk, long before) throws IOException, InterruptedException {
        long seen = before;
        while (!isThere(controls.board().site().standing())
                && !controls.ending().isNow()) {
            for (Journal.Entry entry : controls.board().journal().await(seen, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                seen = entry.number();
                talk.moved(entry.milestone());
            }
            talk.alive();
        }
    }

    private static boolean isThere(Standing standing) {
        return standing.stopping() || standing.ready() == standing.wanted();
    }
}
