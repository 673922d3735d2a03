// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.control.Echoes;
import spawning.controller.evidence.Collector;
import spawning.controller.launch.WorkerObserver;
import spawning.controller.plan.Happening;
import spawning.controller.posix.ExitReason;
import spawning.controller.time.Mailbox;
import spawning.protocol.WorkerMessage;
import spawning.protocol.boot.BootTrace;

/** Turns what workers say and how they end into events; on the watcher's thread. */
final class WorkerNews implements WorkerObserver {
    private static final Logger log = LoggerFactory.getLogger(WorkerNews.class);

    private final Mailbox<Event> mailbox;
    private final Collector collector;
    private final Echoes echoes;

    WorkerNews(Mailbox<Event> mailbox, Collector collector, Echoes echoes) {
        this.mailbox = mailbox;
        this.collector = collector;
        this.echoes = echoes;
    }

    @Override
    public void said(long worker, WorkerMessage message) {
        echoes.said(worker, message);
        switch (message) {
            case WorkerMessage.Dumped() -> collector.dumped(worker);
            case WorkerMessage.LogsReopened(String problem) -> logsReopened(worker, problem);
            case WorkerMessage.Ready() -> {
                BootTrace.step("first worker ready");
                BootTrace.end(log::info);
                post(new Happening.WorkerReady(worker));
            }
            case WorkerMessage.Retiring(String reason) -> post(new Happening.WorkerRetiring(worker, reason));
            case WorkerMessage.Stuck(String what) -> post(new Happening.WorkerStuck(worker, what));
            case WorkerMessage.Drained() -> post(new Happening.WorkerDrained(worker));
            case WorkerMessage.BackdoorOpened(String path, String problem) ->
                log.info(
                        "worker {}: the backdoor {} {}",
                        worker,
                        path,
                        problem.isEmpty() ? "is open" : "is not open: " + problem);
            case WorkerMessage.Failed(String what) -> post(new Happening.WorkerFailed(worker, what));
        }
    }

    private void logsReopened(long worker, String problem) {
        if (problem.isEmpty()) {
            log.debug("worker {} has opened its access log again", worker);
        } else {
            log.warn("worker {} did not open its access log again: {}", worker, problem);
        }
    }

    @Override
    public void lifelineClosed(long worker) {
        log.debug("worker {} says nothing more", worker); // its end follows; that is what counts
    }

    @Override
    public void failed(Throwable cause) {
        mailbox.post(new Event.Broken(cause));
    }

    @Override
    public void exited(long worker, ExitReason reason) {
        post(new Happening.WorkerExited(worker, reason.exitCode(), reason.toString()));
        echoes.ended(worker); // after that: who is told something before the end is known waits for an echo already
    }

    private void post(Happening happening) {
        mailbox.post(new Event.Happened(happening));
    }
}
