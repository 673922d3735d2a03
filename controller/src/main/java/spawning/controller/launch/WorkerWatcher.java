// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.Epoll;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.PosixException;
import spawning.controller.time.Threads;
import spawning.protocol.MessageLine;

/**
 * Hears what all workers say and sees them end, on one daemon thread of its own. It reaps with waitid(P_PIDFD), which
 * cannot take the status of a process that the JDK started (waitpid(-1) would).
 */
public final class WorkerWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatcher.class);
    private static final int BUFFER_BYTES = 4 * MessageLine.MAX_BYTES;

    private final WorkerObserver observer;
    private final Epoll epoll;
    private final Thread thread;
    private final Map<Long, PosixWorker> workers = new ConcurrentHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private volatile boolean closing;

    private WorkerWatcher(WorkerObserver observer, Epoll epoll) {
        this.observer = observer;
        this.epoll = epoll;
        this.thread = Thread.ofPlatform().daemon().name("worker-watcher").unstarted(this::run);
    }

    /** Starts the thread. */
    public static WorkerWatcher start(WorkerObserver observer) throws PosixException {
        WorkerWatcher watcher = new WorkerWatcher(observer, Epoll.create());
        watcher.thread.start();
        return watcher;
    }

    /** Takes charge of a worker, which it closes after the end. If it throws, the worker is still the caller's. */
    void watch(PosixWorker worker) throws PosixException {
        workers.put(worker.number(), worker);
        try {
            epoll.add(worker.fromWorker(), Epoll.EPOLLIN, lifelineKey(worker));
            epoll.add(worker.process().pidfd(), Epoll.EPOLLIN, pidfdKey(worker));
        } catch (PosixException e) {
            workers.remove(worker.number());
            throw e;
        }
    }

    private static long lifelineKey(PosixWorker worker) {
        return worker.number() * 2;
    }

    private static long pidfdKey(PosixWorker worker) {
        return worker.number() * 2 + 1;
    }

    private void run() {
        while (!closing) {
            try {
                for (long key : epoll.await()) {
                    // shifted, not divided: trials have negative numbers. Absent: its end was seen earlier in this
                    // round
                    Optional.ofNullable(workers.get(key >> 1)).ifPresent(worker -> look(worker, key));
                }
            } catch (PosixException | RuntimeException | Error e) {
                observer.failed(e);
                return;
            }
        }
    }

    /** A fault in one worker's business must not end the watch over the others. */
    private void look(PosixWorker worker, long key) {
        try {
            if (key == pidfdKey(worker)) {
                reap(worker);
            } else {
                receive(worker);
            }
        } catch (PosixException | RuntimeException e) {
            LOG.error("cannot look after worker pid {}", worker.pid(), e);
        }
    }

    private void receive(PosixWorker worker) throws PosixException {
        PosixWorker.Received received = worker.receive(buffer);
        if (received.end()) {
            epoll.remove(worker.fromWorker());
        }
        received.messages().forEach(message -> observer.said(worker.number(), message));
        if (received.end()) {
            observer.lifelineClosed(worker.number());
        }
    }

    /** The process has ended, so all it wrote is in the pipe: it is read before the end is reported. */
    private void reap(PosixWorker worker) throws PosixException {
        Optional<ExitReason> reason = worker.process().reap();
        if (reason.isEmpty()) {
            return;
        }
        workers.remove(worker.number());
        try {
            receive(worker);
        } finally {
            worker.close();
            observer.exited(worker.number(), reason.get());
        }
    }

    /** Stops watching. Workers that run are left alone; their lifelines close when this process ends. */
    @Override
    public void close() {
        closing = true;
        epoll.wake();
        Threads.join(thread);
        epoll.close();
        workers.values().forEach(PosixWorker::close);
        workers.clear();
    }
}
