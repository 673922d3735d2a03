// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.nio.ByteBuffer;
import java.time.Duration;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Sockets;
import spawning.controller.time.Deadline;
import spawning.controller.time.MonotonicClock;

/**
 * A connection that gets a 503. First it is read to the blank line; after the answer it is read on until the client
 * closes, for closing with unread input resets the connection and may destroy the answer on its way (RFC 9112, 9.6).
 */
final class UnavailableConnection implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int MAX_HEADER = 8192;

    private final Fd fd;
    private final byte[] response;
    private Deadline deadline;
    private boolean answered;
    private int received;
    private boolean lineIsEmpty;

    UnavailableConnection(Fd fd, byte[] response, MonotonicClock clock) {
        this.fd = fd;
        this.response = response;
        this.deadline = Deadline.in(LIMIT, clock);
    }

    Fd fd() {
        return fd;
    }

    Duration remaining(MonotonicClock clock) {
        return deadline.remaining(clock);
    }

    /** Takes what has come in. @return whether it is over, so that it has to be closed */
    boolean advance(ByteBuffer buffer, MonotonicClock clock) {
        try {
            int n = Posix.read(fd, buffer.clear());
            if (n == Posix.WOULD_BLOCK) {
                return false;
            }
            if (n == 0) {
                return true;
            }
            if (!answered && isComplete(buffer.flip())) {
                answer(clock);
            }
            return false;
        } catch (PosixException e) {
            return true; // the client has gone: nobody is there to be told
        }
    }

    /** Once the time has passed: answers who began a request. @return whether it is over */
    boolean expire(MonotonicClock clock) {
        if (!deadline.passed(clock)) {
            return false;
        }
        if (answered || received == 0) {
            return true;
        }
        try {
            answer(clock);
            return false;
        } catch (PosixException e) {
            return true; // as above
        }
    }

    /** Fewer bytes than the send buffer of a fresh connection has, so they are written at once and whole. */
    private void answer(MonotonicClock clock) throws PosixException {
        Posix.write(fd, ByteBuffer.allocateDirect(response.length).put(response).flip());
        Sockets.shutdownWrite(fd);
        answered = true;
        deadline = Deadline.in(LIMIT, clock);
    }

    /** Whether an empty line has ended the header, or the header is longer than we care to read. */
    private boolean isComplete(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            received++;
            if (b == '\n') {
                if (lineIsEmpty) {
                    return true;
                }
                lineIsEmpty = true;
            } else if (b != '\r') {
                lineIsEmpty = false;
            }
        }
        return received >= MAX_HEADER;
    }

    @Override
    public void close() {
        fd.close();
    }
}
