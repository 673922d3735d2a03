// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import spawning.controller.posix.ExitReason;
import spawning.protocol.WorkerMessage;

/**
 * Is told what workers say and how they end, on the watcher's one thread, which it must not hold up. For each worker:
 * any number of {@link #said}, at most one {@link #lifelineClosed}, and exactly one {@link #exited}, which is the last.
 * The first of them may come before the launch has returned.
 */
public interface WorkerObserver {
    /** A message has come in. Whatever a worker wrote in full before it ended is reported before its end. */
    void said(long worker, WorkerMessage message);

    /** The worker closed its lifeline: it will say nothing more, and has ended or is about to. */
    void lifelineClosed(long worker);

    /** The watcher itself failed and hears nothing more, of any worker. */
    void failed(Throwable cause);

    /** The process has ended and was reaped, and its descriptors are closed. */
    void exited(long worker, ExitReason reason);
}
