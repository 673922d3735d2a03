// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.warm;

import io.netty.channel.epoll.AcceptEpoll;
import io.netty.channel.epoll.OwnConnections;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import spawning.protocol.ListenerKind;
import spawning.protocol.WorkerSettings.Listener;
import spawning.server.engine.HttpEngine;
import spawning.server.warm.ResponseReader.BrokenResponse;

/**
 * A client: one connection at a time, and on it one request after another. A server may close a connection that is idle at the
 * very moment in which it is asked for something; then it asks once more, on another one (RFC 9112, section 9.3.1). Does not
 * block.
 */
final class Visitor {
    private static final Listener INSIDE = new Listener(ListenerKind.WARM_UP, "warm-up");

    private final HttpEngine engine;
    private final OwnConnections connections;
    private final AcceptEpoll epoll;
    private final ByteBuffer buffer;
    private final Cookies cookies = new Cookies();
    private @Nullable FileDescriptor connection;
    private @Nullable Target target;
    private ResponseReader reader = new ResponseReader(cookies::set);
    private byte[] request = {};
    private long sentAt;

    /** Whether the connection was good for an answer before; then it may be the connection's fault that there is none. */
    private boolean used;

    /** @param buffer direct; shared with others of the same thread */
    Visitor(HttpEngine engine, OwnConnections connections, AcceptEpoll epoll, ByteBuffer buffer) {
        this.engine = engine;
        this.connections = connections;
        this.epoll = epoll;
        this.buffer = buffer;
    }

    /** What it waits for; null: nothing. */
    @Nullable
    Target awaited() {
        return target;
    }

    /** Whether this descriptor is its. */
    boolean has(int descriptor) {
        return connection != null && connection.intValue() == descriptor;
    }

    /**
     * Asks for something.
     *
     * @throws IOException there is no connection to be had
     */
    void ask(Target wanted) throws IOException {
        request = wanted.request(cookies.shown());
        target = wanted;
        try {
            send();
        } catch (IOException e) {
            if (!used) {
                throw e;
            }
            sendAgain();
        }
    }

    private void send() throws IOException {
        FileDescriptor to = connection == null ? connect() : connection;
        buffer.clear().put(request).flip();
        reader = new ResponseReader(cookies::set);
        sentAt = System.nanoTime();
        if (to.write(buffer, 0, request.length) < request.length) {
            throw new IOException("the connection does not take " + request.length + " bytes");
        }
    }

    private void sendAgain() throws IOException {
        close();
        send();
    }

    private FileDescriptor connect() throws IOException {
        OwnConnections.Ends ends = connections.connect();
        engine.adopt(ends.server(), INSIDE); // which closes it, whatever happens
        FileDescriptor made = new FileDescriptor(ends.client());
        connection = made;
        used = false;
        epoll.addShared(ends.client());
        return made;
    }

    /** There is something to read. Returns whether it waits for nothing any more. */
    boolean read() {
        FileDescriptor from = connection;
        if (from == null) {
            return true;
        }
        try {
            int count = receive(from);
            if (count < 0) {
                ended();
            } else if (target != null && reader.read(buffer.limit(count))) {
                answered(target);
            }
        } catch (IOException | BrokenResponse e) {
            failed("failed: " + e.getMessage());
        }
        return target == null;
    }

    /** What came; below zero: the server has closed the connection, or reset it before it answered. */
    private int receive(FileDescriptor from) throws IOException {
        try {
            return from.read(buffer.clear(), 0, buffer.capacity());
        } catch (IOException e) {
            if (mayAskAgain()) {
                return -1;
            }
            throw e;
        }
    }

    private boolean mayAskAgain() {
        return target != null && used && !reader.begun();
    }

    private void ended() throws IOException {
        Target wanted = target;
        if (mayAskAgain()) {
            sendAgain();
            return;
        }
        if (wanted != null && reader.ended()) {
            answered(wanted);
        } else {
            failed("got no whole response before its connection was closed");
        }
        close();
    }

    private void answered(Target wanted) {
        wanted.answered(reader.status(), System.nanoTime() - sentAt);
        target = null;
        used = true;
        if (reader.closes()) {
            close();
        }
    }

    private void failed(String why) {
        if (target != null) {
            target.fail(why);
        }
        target = null;
        close();
    }

    /** Ends the connection. */
    void close() {
        FileDescriptor open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close(); // which takes it out of the epoll set: epoll(7)
            } catch (IOException e) {
                // the kernel has freed it all the same: close(2)
            }
        }
    }
}
