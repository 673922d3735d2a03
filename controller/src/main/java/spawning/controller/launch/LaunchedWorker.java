// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.io.IOException;
import spawning.controller.posix.Signal;
import spawning.protocol.ControllerMessage;
import spawning.protocol.scoreboard.ScoreboardView;

/**
 * A worker process, from its start on. What belongs to it is closed when it has been reaped; until then and after, any
 * thread may call, and nothing blocks.
 */
public interface LaunchedWorker {
    /** The process id, for people. */
    int pid();

    /** What the worker lets be seen of itself; stays readable after its end. */
    ScoreboardView scoreboard();

    /**
     * Says something to the worker.
     *
     * @return false when the pipe is full, so the worker does not read, or broken, so it is about to end or has ended;
     *     then nothing of the message was written
     */
    boolean send(ControllerMessage message);

    /** Sends a signal to this very process. Does nothing when it has ended. @throws IOException not permitted */
    void kill(Signal signal) throws IOException;
}
