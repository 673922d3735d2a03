// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
    /** By their places here, counted from 0: numbers of workers may be negative, and one key means a wake-up. */
    private final Map<Long, PosixWorker> workers = new ConcurrentHashMap<>();

    private final AtomicLong places = new AtomicLong();
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
        long place = places.getAndIncrement();
        workers.put(place, worker);
        try {
            epoll.add(worker.fromWorker(), Epoll.EPOLLIN, lifelineKey(place));
            epoll.add(worker.process().pidfd(), Epoll.EPOLLIN, pidfdKey(place));
        } catch (PosixException e) {
            workers.remove(place);
            throw e;
        }
    }

    private static long lifelineKey(long place) {
        return place * 2;
    }

    private static long pidfdKey(long place) {
        return place * 2 + 1;
    }

    private void run() {
        while (!closing) {
            try {
                for (long key : epoll.await()) {
                    long place = key / 2;
                    // absent: the end of the worker was seen earlier in the same round
                    Optional.ofNullable(workers.get(place)).ifPresent(worker -> look(worker, place, key));
                }
            } catch (PosixException | RuntimeException | Error e) {
                observer.failed(e);
                return;
            }
        }
    }

    /** A fault in one worker's business must not end the watch over the others. */
    private void look(PosixWorker worker, long place, long key) {
        try {
            if (key == pidfdKey(place)) {
                reap(worker, place);
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
    private void reap(PosixWorker worker, long place) throws PosixException {
        Optional<ExitReason> reason = worker.process().reap();
        if (reason.isEmpty()) {
            return;
        }
        workers.remove(place);
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
