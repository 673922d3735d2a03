// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.ChildProcess;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Signal;
import spawning.protocol.ControllerMessage;
import spawning.protocol.LineBuffer;
import spawning.protocol.WorkerMessage;
import spawning.protocol.scoreboard.ScoreboardView;

/**
 * A worker process with our ends of its lifelines. The watcher's thread reads, reaps and closes; other threads send and
 * kill, under the same lock as the closing, so that no number is used that means something else by now.
 */
final class PosixWorker implements LaunchedWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PosixWorker.class);

    private final long number;
    private final ChildProcess process;
    private final Fd toWorker;
    private final Fd fromWorker;
    private final ScoreboardView scoreboard;
    private final LineBuffer lines = new LineBuffer();
    private boolean garbageLogged;
    private boolean ended;
    private boolean endReported;

    /** Owns the process's pidfd and both descriptors, which are non-blocking, from here on. */
    PosixWorker(long number, ChildProcess process, Fd toWorker, Fd fromWorker, ScoreboardView scoreboard) {
        this.number = number;
        this.process = process;
        this.toWorker = toWorker;
        this.fromWorker = fromWorker;
        this.scoreboard = scoreboard;
    }

    long number() {
        return number;
    }

    ChildProcess process() {
        return process;
    }

    Fd fromWorker() {
        return fromWorker;
    }

    @Override
    public int pid() {
        return process.pid();
    }

    @Override
    public ScoreboardView scoreboard() {
        return scoreboard;
    }

    /** A message is shorter than PIPE_BUF, so the kernel takes all of it or nothing (pipe(7)). */
    @Override
    public synchronized boolean send(ControllerMessage message) {
        if (!toWorker.isOpen()) {
            return false;
        }
        byte[] line = (message.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocateDirect(line.length).put(line).flip();
        try {
            return Posix.write(toWorker, bytes) != Posix.WOULD_BLOCK;
        } catch (PosixException e) {
            LOG.debug("worker {} (pid {}) cannot be told {}: {}", number, pid(), message, e.getMessage());
            return false; // EPIPE: the worker has closed its end
        }
    }

    @Override
    public void kill(Signal signal) throws PosixException {
        process.kill(signal);
    }

    /** What has come in since the last call. The watcher's thread. */
    Received receive(ByteBuffer buffer) {
        List<WorkerMessage> messages = new ArrayList<>();
        while (!ended) {
            int n = read(buffer.clear());
            if (n == Posix.WOULD_BLOCK) {
                break;
            }
            ended = n == 0;
            for (String line : lines.add(buffer.flip())) {
                decode(line, messages);
            }
        }
        boolean endIsNew = ended && !endReported;
        endReported = ended;
        return new Received(messages, endIsNew);
    }

    private int read(ByteBuffer buffer) {
        try {
            return Posix.read(fromWorker, buffer);
        } catch (PosixException e) {
            LOG.error("cannot hear worker pid {}, as if it had closed its lifeline", pid(), e);
            return 0;
        }
    }

    /** Messages in order, and whether the end of the pipe was met for the first time. */
    record Received(List<WorkerMessage> messages, boolean end) {}

    private void decode(String line, List<WorkerMessage> messages) {
        try {
            messages.add(WorkerMessage.decode(line));
        } catch (IllegalArgumentException e) {
            // the application may have written to a number that it took for its own; one notice, not a flood of them
            if (!garbageLogged) {
                garbageLogged = true;
                LOG.warn("worker pid {} wrote garbage to its lifeline, ignored: {}", pid(), e.getMessage());
            }
        }
    }

    /** Closes what is ours of it. The watcher's thread, after the reap; or the launcher's, if it comes to no watching. */
    synchronized void close() {
        process.close();
        toWorker.close();
        fromWorker.close();
    }
}
