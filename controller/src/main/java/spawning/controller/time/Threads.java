// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.time;

/** Waiting for a thread that has been told to end. */
public final class Threads {
    private Threads() {}

    /** Waits until it has ended, through interrupts, which are passed on afterwards: it uses what its starter closes. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
