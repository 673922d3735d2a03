// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.ControllerMessage;
import spawning.protocol.WorkerMessage;
import spawning.server.accept.Acceptor;
import spawning.server.engine.HttpEngine;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.log.AccessLog;

/**
 * Does what the controller says, and what its death demands, on the main thread: begin to accept, drain, and be done. What
 * comes while the application is still being loaded ends the process at once, for no request can be lost.
 */
final class Drainer implements Lifeline.Listener {
    private static final Logger log = LoggerFactory.getLogger(Drainer.class);

    private final Duration orphanLimit;
    private final ThreadDump dump;
    private final Deadman deadman;
    private final Consumer<WorkerMessage> say;
    private final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BOOTING);
    private boolean draining;
    private volatile boolean orphaned;
    private volatile UnaryOperator<String> backdoor = path -> "this worker was not started with --backdoor";

    /** Which of the main thread and the lifeline's decides about the end. */
    private enum Phase {
        BOOTING,
        SERVING,
        LEAVING
    }

    /** What the main thread has to do next. */
    private sealed interface Command {
        record Told(ControllerMessage message) implements Command {}

        record Orphaned() implements Command {}

        record Finished() implements Command {}
    }

    /**
     * @param orphanLimit the deadman timeout when the controller is dead or cannot be heard; zero is without limit
     * @param dump logged before the deadman ends the process, and when the controller asks for it
     * @param say tells the controller something, on any thread
     */
    Drainer(Duration orphanLimit, ThreadDump dump, Consumer<WorkerMessage> say) {
        this.orphanLimit = orphanLimit;
        this.dump = dump;
        this.say = say;
        this.deadman = new Deadman(dump);
    }

    /** Whether the controller died. Any thread. */
    boolean orphaned() {
        return orphaned;
    }

    /**
     * Sets what opens a backdoor. Any thread.
     *
     * @param opener of a path; returns why it cannot, or nothing
     */
    void backdoor(UnaryOperator<String> opener) {
        backdoor = opener;
    }

    @Override
    public void told(ControllerMessage message) {
        if (message instanceof ControllerMessage.Backdoor(String path)) {
            Thread.ofPlatform().name("backdoor-open").daemon().start(() -> openBackdoor(path));
        } else if (message instanceof ControllerMessage.Dump order) {
            Thread.ofPlatform().name("dump").daemon().start(() -> dump(order)); // the main thread may be what is stuck
        } else if (message instanceof ControllerMessage.MakeRecording order) {
            Thread.ofPlatform().name("record").daemon().start(() -> record(order));
        } else if (message instanceof ControllerMessage.Drain(Duration limit, boolean ignored)
                && phase.compareAndSet(Phase.BOOTING, Phase.LEAVING)) {
            leaveDuringBoot(limit);
        } else {
            commands.add(new Command.Told(message));
        }
    }

    private void openBackdoor(String path) {
        say.accept(new WorkerMessage.BackdoorOpened(path, backdoor.apply(path)));
    }

    private void dump(ControllerMessage.Dump order) {
        if (order.folder().isEmpty()) {
            dump.log("asked by the controller");
        } else {
            new DumpFiles(dump, Path.of(order.folder())).write(order.recording(), order.heap());
        }
        say.accept(new WorkerMessage.Dumped());
    }

    private void record(ControllerMessage.MakeRecording order) {
        new DumpFiles(dump, Path.of(order.folder())).record(order.length());
        say.accept(new WorkerMessage.Dumped());
    }

    @Override
    public void controllerDied() {
        orphaned = true;
        if (phase.compareAndSet(Phase.BOOTING, Phase.LEAVING)) {
            leaveDuringBoot(orphanLimit);
        } else {
            commands.add(new Command.Orphaned());
        }
    }

    /** As if told to drain: the gates stay open, for others may accept from the same listeners. */
    @Override
    public void lifelineBroke() {
        told(new ControllerMessage.Drain(orphanLimit, false));
    }

    private void leaveDuringBoot(Duration limit) {
        deadman.arm(limit);
        log.info("not needed any more; leaving before the application is loaded");
        WorkerLogging.flush();
        System.exit(WorkerExit.DRAINED.code());
    }

    /** Serves until everything received has been answered. Called once, by the main thread. */
    WorkerExit serve(Acceptor acceptor, HttpEngine engine, AccessLog accessLog) throws InterruptedException {
        if (!phase.compareAndSet(Phase.BOOTING, Phase.SERVING)) {
            Thread.currentThread().join(); // the lifeline's thread is ending the process
        }
        while (true) {
            switch (commands.take()) {
                case Command.Told(ControllerMessage message) -> obey(message, acceptor, engine, accessLog);
                case Command.Orphaned() -> drainOrphaned(acceptor, engine);
                case Command.Finished() -> {
                    return WorkerExit.DRAINED;
                }
            }
        }
    }

    private void obey(ControllerMessage message, Acceptor acceptor, HttpEngine engine, AccessLog accessLog) {
        switch (message) {
            case ControllerMessage.Accept() -> {
                if (!draining) {
                    acceptor.start();
                }
            }
            case ControllerMessage.Drain(Duration limit, boolean last) -> {
                deadman.arm(limit);
                acceptor.stop(last);
                drain(engine, DrainMode.GRACEFUL, limit);
            }
            case ControllerMessage.MakeRecording _ ->
                throw new IllegalStateException("recorded on a thread of its own");
            case ControllerMessage.Dump _ -> throw new IllegalStateException("dumped on the lifeline's thread");
            case ControllerMessage.Backdoor _ -> throw new IllegalStateException("opened on the lifeline's thread");
            case ControllerMessage.ReopenLogs(String stdout, String stderr) -> {
                String fault = StandardFiles.reopen(stdout, stderr);
                accessLog.reopen(problem -> say.accept(new WorkerMessage.LogsReopened((fault + problem).strip())));
            }
        }
    }

    /**
     * Nobody binds the port again before every copy of the listener is closed, so: stop, empty the queue, close, end idle
     * connections at once, finish what runs.
     */
    private void drainOrphaned(Acceptor acceptor, HttpEngine engine) {
        log.warn("the controller died; finishing what runs and leaving");
        deadman.arm(orphanLimit);
        acceptor.stopAlone();
        drain(engine, DrainMode.FORCED, orphanLimit);
    }

    private void drain(HttpEngine engine, DrainMode mode, Duration limit) {
        draining = true;
        var _ = engine.drain(mode, limit).whenComplete((nothing, failure) -> {
            if (failure != null) {
                log.error("the drain failed", failure);
            }
            commands.add(new Command.Finished());
        });
    }
}
