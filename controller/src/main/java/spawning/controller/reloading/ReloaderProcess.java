// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import spawning.controller.posix.ChildProcess;
import spawning.controller.posix.Epoll;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Signal;
import spawning.controller.posix.Spawn;
import spawning.protocol.LineBuffer;
import spawning.protocol.MessageLine;
import spawning.protocol.ReloaderOrder;

/** A process of the reloader that was started, and its two pipes. */
final class ReloaderProcess {
    /** From the end of its pipe to its own end. */
    private static final Duration LAST_STEPS = Duration.ofSeconds(2);

    private final ChildProcess process;
    private final Fd messages;
    private final Fd orders;

    private ReloaderProcess(ChildProcess process, Fd messages, Fd orders) {
        this.process = process;
        this.messages = messages;
        this.orders = orders;
    }

    /** Starts it. @throws PosixException no process, memory or descriptors are to be had; nothing is left */
    static ReloaderProcess start(ReloaderCommandLine commandLine) throws PosixException {
        try (Posix.Pipe toReloader = Posix.pipe2();
                Posix.Pipe fromReloader = Posix.pipe2()) {
            Posix.setNonBlocking(toReloader.write());
            ChildProcess process = new Spawn(
                            commandLine.java(),
                            commandLine.argv(),
                            List.of(toReloader.read(), fromReloader.write()),
                            Optional.empty(),
                            Map.of())
                    .start();
            return new ReloaderProcess(
                    process, fromReloader.read().handOver(), toReloader.write().handOver());
        }
    }

    int pid() {
        return process.pid();
    }

    /** Tells it something. A process that has not read hundreds of orders is stuck, and is killed. */
    synchronized void order(ReloaderOrder order) throws PosixException {
        if (!orders.isOpen()) {
            return;
        }
        byte[] line = (order.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocateDirect(MessageLine.MAX_BYTES).put(line).flip();
        if (Posix.write(orders, buffer) == Posix.WOULD_BLOCK) {
            process.kill(Signal.KILL);
        }
    }

    /** Hands on every line that it says, until it has closed its end. Blocks. */
    void listen(Consumer<String> said) throws PosixException {
        LineBuffer lines = new LineBuffer();
        ByteBuffer buffer = ByteBuffer.allocateDirect(MessageLine.MAX_BYTES);
        while (Posix.read(messages, buffer.clear()) > 0) {
            lines.add(buffer.flip()).forEach(said);
        }
    }

    /** Tells it to leave, by the end of its pipe. Any thread; returns at once. */
    synchronized void leave() {
        orders.close();
    }

    /** Ends it without more ado. Any thread; returns at once. */
    void kill() throws PosixException {
        process.kill(Signal.KILL);
    }

    /** Waits for its end, two seconds at most, then kills it; takes its exit status and gives all up. */
    ExitReason end() throws PosixException {
        leave();
        try (messages;
                process;
                Epoll epoll = Epoll.create()) {
            epoll.add(process.pidfd(), Epoll.EPOLLIN, 0);
            if (epoll.await(LAST_STEPS).isEmpty()) {
                process.kill(Signal.KILL);
                epoll.await(LAST_STEPS);
            }
            return process.reap().orElseGet(() -> new ExitReason.Unknown("it does not end after signal 9 (KILL)"));
        }
    }
}
