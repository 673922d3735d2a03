// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import spawning.controller.posix.ExitReason;
import spawning.protocol.WorkerMessage;

/** Writes down what is reported, one line each. */
final class Recorder implements WorkerObserver {
    private static final int LIMIT_SECONDS = 20;

    private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

    @Override
    public void said(long worker, WorkerMessage message) {
        reports.add(worker + " said " + message.encode());
    }

    @Override
    public void lifelineClosed(long worker) {
        reports.add(worker + " closed");
    }

    @Override
    public void failed(Throwable cause) {
        reports.add("the watcher failed: " + cause);
    }

    @Override
    public void exited(long worker, ExitReason reason) {
        reports.add(worker + " exited: " + reason);
    }

    /** The next reports up to an exit. */
    List<String> untilExit() throws InterruptedException {
        List<String> taken = new ArrayList<>();
        do {
            taken.add(next());
        } while (!taken.getLast().contains(" exited: "));
        return taken;
    }

    String next() throws InterruptedException {
        String report = reports.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (report == null) {
            throw new AssertionError("no report within " + LIMIT_SECONDS + "s");
        }
        return report;
    }

    boolean isEmpty() {
        return reports.isEmpty();
    }
}
