// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.nio.ByteBuffer;
import java.util.function.Predicate;
import spawning.controller.launch.LaunchedWorker;
import spawning.controller.posix.Signal;
import spawning.protocol.ControllerMessage;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.protocol.scoreboard.ScoreboardView;

/** A worker without a process. */
final class FakeWorker implements LaunchedWorker {
    private final ByteBuffer memory = ByteBuffer.allocateDirect(Scoreboard.BYTES);
    private final int pid;
    private final Predicate<ControllerMessage> told;
    final Scoreboard scoreboard = Scoreboard.over(memory);

    /** @param told what it is told; returns whether it took that */
    FakeWorker(int pid, Predicate<ControllerMessage> told) {
        this.pid = pid;
        this.told = told;
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public ScoreboardView scoreboard() {
        return ScoreboardView.of(memory);
    }

    @Override
    public boolean send(ControllerMessage message) {
        return told.test(message);
    }

    @Override
    public void kill(Signal signal) {
        throw new UnsupportedOperationException("killed by whom the collector tells to");
    }
}
