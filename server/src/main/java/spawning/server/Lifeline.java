// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.ControllerMessage;
import spawning.protocol.LineBuffer;
import spawning.protocol.MessageLine;
import spawning.protocol.WorkerMessage;

/**
 * The worker's ends of the two pipes to the controller. Netty's descriptor calls are used because they are loaded anyway;
 * the first call through the FFM API would cost each boot about 100 ms.
 */
final class Lifeline {
    private static final Logger log = LoggerFactory.getLogger(Lifeline.class);

    private final FileDescriptor in;
    private final FileDescriptor out;
    private final AtomicLong dropped = new AtomicLong();

    /** @throws UnsatisfiedLinkError this machine has no native library of Netty's: it is neither x86-64 nor aarch64 Linux */
    Lifeline(int in, int out) {
        Epoll.ensureAvailability(); // loads it
        this.in = new FileDescriptor(in);
        this.out = new FileDescriptor(out);
    }

    /** What the worker does about the controller's messages and end; called on the lifeline's own thread. */
    interface Listener {
        void told(ControllerMessage message);

        /** The controller is gone; nothing more will be told. */
        void controllerDied();

        /** Nothing more can be heard from a controller that may well live, and with it the other workers. */
        void lifelineBroke();
    }

    /** Starts the thread that reads the controller's messages until the controller's end, which is EOF and nothing else. */
    void listen(Listener listener) {
        Thread.ofPlatform().name("lifeline").daemon().start(() -> read(listener));
    }

    /**
     * Says a message, on any thread, without blocking: the write end is non-blocking and a line is written whole or not at
     * all (PIPE_BUF, pipe(7)). A message that a full pipe refuses is dropped and counted; a broken pipe is the reader's matter.
     */
    void say(WorkerMessage message) {
        byte[] line = (message.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(line.length).put(line).flip();
        try {
            if (out.write(buffer, 0, line.length) <= 0) {
                log.warn("the controller does not read; {} messages to it are lost by now", dropped.incrementAndGet());
            }
        } catch (IOException e) {
            log.debug("the controller is gone, so nobody hears: {}", message, e);
        }
    }

    private void read(Listener listener) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(MessageLine.MAX_BYTES);
        LineBuffer lines = new LineBuffer();
        try {
            while (true) {
                int count = in.read(bytes, 0, bytes.capacity());
                if (count < 0) {
                    break;
                }
                for (String line : lines.add(bytes.position(0).limit(count))) {
                    tell(listener, line);
                }
                bytes.clear();
            }
        } catch (Throwable e) { // an Error, too: a worker that nobody can steer must not stay
            listener.lifelineBroke();
            log.error("the lifeline from the controller broke; leaving", e);
            return;
        }
        listener.controllerDied();
    }

    private static void tell(Listener listener, String line) {
        try {
            listener.told(ControllerMessage.decode(line));
        } catch (IllegalArgumentException e) {
            log.error("ignoring a message from the controller: {}", e.getMessage());
        } catch (Throwable e) { // such as a dump that is too large: the controller's end must still be heard
            log.error("'{}' from the controller failed; waiting for its next message", line, e);
        }
    }
}
