// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import spawning.controller.listener.BoundListener;
import spawning.controller.posix.ChildProcess;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.SharedMemory;
import spawning.controller.posix.Signal;
import spawning.controller.posix.Spawn;
import spawning.protocol.scoreboard.CrewBoard;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.protocol.scoreboard.ScoreboardView;

/** Starts workers with posix_spawn and lets a {@link WorkerWatcher} look after them. */
public final class PosixWorkerLauncher implements WorkerLauncher, AutoCloseable {
    private final WorkerWatcher watcher;
    private final SharedMemory crew;
    private final CrewBoard board;

    /**
     * Makes sure that ended children wait to be reaped: with SIGCHLD ignored, as a careless parent may hand it down, the
     * kernel forgets how they ended (wait(2)).
     *
     * @throws IOException that, or the memory that workers share, cannot be had
     */
    public PosixWorkerLauncher(WorkerWatcher watcher) throws IOException {
        this.watcher = watcher;
        Signal.CHLD.resetToDefault();
        crew = SharedMemory.create("spawning-crew", CrewBoard.BYTES);
        board = CrewBoard.over(crew.memory());
    }

    @Override
    public LaunchedWorker launch(long worker, WorkerCommandLine commandLine, List<BoundListener> listeners)
            throws IOException {
        if (commandLine.listeners() != listeners.size()) {
            throw new IllegalArgumentException("the command line promises " + commandLine.listeners()
                    + " listeners, but " + listeners.size() + " are handed down");
        }
        if (commandLine.argumentFile().isPresent()) {
            WorkerCommandLine.ArgumentFile file = commandLine.argumentFile().get();
            Files.writeString(file.path(), file.content());
        }
        board.wipe(commandLine.slot());
        PosixWorker launched = spawn(worker, commandLine, listeners);
        try {
            watcher.watch(launched);
            return launched;
        } catch (PosixException e) {
            launched.process().killAndReap();
            launched.close();
            throw e;
        }
    }

    /** The worker's ends are closed here in any case, ours only if nothing came of it. */
    private PosixWorker spawn(long worker, WorkerCommandLine commandLine, List<BoundListener> listeners)
            throws IOException {
        try (Posix.Pipe toWorker = Posix.pipe2();
                Posix.Pipe fromWorker = Posix.pipe2();
                SharedMemory scoreboard = SharedMemory.create("spawning-scoreboard", Scoreboard.BYTES)) {
            // each end of a pipe has its own O_NONBLOCK; the worker's reading end stays blocking
            Posix.setNonBlocking(toWorker.write());
            Posix.setNonBlocking(fromWorker.read());
            Posix.setNonBlocking(fromWorker.write());
            List<Fd> descriptors =
                    new ArrayList<>(List.of(toWorker.read(), fromWorker.write(), scoreboard.fd(), crew.fd()));
            listeners.forEach(listener -> descriptors.add(listener.fd()));
            ChildProcess process = new Spawn(
                            commandLine.java(),
                            commandLine.argv(),
                            descriptors,
                            commandLine.workingDirectory(),
                            commandLine.environment())
                    .start();
            return new PosixWorker(
                    worker,
                    process,
                    toWorker.write().handOver(),
                    fromWorker.read().handOver(),
                    ScoreboardView.of(scoreboard.memory()));
        }
    }

    /** Starts no more workers; those that run go on. */
    @Override
    public void close() {
        crew.close();
    }
}
