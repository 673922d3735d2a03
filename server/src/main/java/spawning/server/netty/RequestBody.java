// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import spawning.server.wsgi.BodyFailure;

/**
 * The body of a request between the event loop, which adds what comes, and the thread of the request, which reads. The
 * loop stops reading from the client while {@value #MAX_BUFFERED} bytes wait here.
 */
final class RequestBody extends InputStream {
    private static final int MAX_BUFFERED = 65_536;

    /** Where reading from the client goes on. */
    private static final int RESUME_BELOW = MAX_BUFFERED / 2;

    private final Connection connection;
    private final long length;
    private final long maxLength;
    private final Signal arrival = new Signal();
    private final ConcurrentLinkedQueue<ByteBuf> pieces = new ConcurrentLinkedQueue<>();
    private final AtomicInteger buffered = new AtomicInteger();

    private volatile long received;
    private volatile boolean complete;
    private volatile boolean discarded;
    private volatile @Nullable BodyFailure failure;

    /** Whether the client still waits to be asked for the body; written by the thread of the request. */
    private volatile boolean awaitsContinue;

    /** The piece that is being read; the request's thread's own. */
    private @Nullable ByteBuf current;

    /**
     * @param length bytes, or {@link RequestCheck#CHUNKED}
     * @param maxLength of a chunked body
     * @param awaitsContinue the client sends it only when asked
     */
    RequestBody(Connection connection, long length, long maxLength, boolean awaitsContinue) {
        this.connection = connection;
        this.length = length;
        this.maxLength = maxLength;
        this.awaitsContinue = awaitsContinue;
    }

    // ---- the event loop's side

    /** Takes over a piece. */
    void add(ByteBuf piece) {
        int bytes = piece.readableBytes();
        long total = received + bytes;
        received = total;
        if (total > maxLength) {
            fail(BodyFailure.TOO_LARGE);
        }
        if (bytes == 0 || failure != null) {
            piece.release();
            return;
        }
        buffered.addAndGet(bytes);
        pieces.add(piece);
        if (discarded) {
            releasePieces();
        }
        arrival.raise();
    }

    /** Nothing more comes: that was all. */
    void complete() {
        complete = true;
        arrival.raise();
    }

    /** Nothing more comes, although it was not all; the first reason stays. */
    void fail(BodyFailure reason) {
        if (failure == null && !complete) {
            failure = reason;
            arrival.raise();
        }
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether the client is to wait until more was read. */
    boolean isFull() {
        return buffered.get() >= MAX_BUFFERED;
    }

    // ---- either side

    @Nullable
    BodyFailure failure() {
        return failure;
    }

    /** Whether the client may be waiting to be asked, so that nobody can tell what it sends next. */
    boolean awaitsContinue() {
        return awaitsContinue && received == 0;
    }

    /** Whether so much is outstanding that closing the connection is cheaper than receiving it; chunked: not known. */
    boolean leavesMoreThan(long bytes) {
        return !complete && length - received > bytes;
    }

    // ---- the side of the request's thread

    @Override
    public int read() throws IOException {
        ByteBuf piece = next();
        if (piece == null) {
            return -1;
        }
        int value = piece.readUnsignedByte();
        consumed(1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (count == 0) {
            return 0;
        }
        ByteBuf piece = next();
        if (piece == null) {
            return -1;
        }
        int bytes = Math.min(count, piece.readableBytes());
        piece.readBytes(target, offset, bytes);
        consumed(bytes);
        return bytes;
    }

    @Override
    public int available() {
        return buffered.get();
    }

    /** Frees what was not read; what still comes is dropped as it comes. */
    void discard() {
        discarded = true;
        if (current != null) {
            current.release();
            current = null;
        }
        releasePieces();
    }

    /** The piece to read from, or null at the end; waits for it. */
    private @Nullable ByteBuf next() throws IOException {
        ByteBuf piece = current;
        if (piece != null && piece.isReadable()) {
            return piece;
        }
        if (piece != null) {
            piece.release();
            current = null;
        }
        if (discarded) {
            throw new IOException("the request has ended; its body can no longer be read");
        }
        if (awaitsContinue) {
            awaitsContinue = false;
            connection.askForBody(received == 0);
        }
        arrival.await(() -> !pieces.isEmpty() || complete || failure != null);
        current = pieces.poll();
        BodyFailure reason = failure;
        if (current == null && reason != null) {
            throw reason.exception();
        }
        return current;
    }

    private void consumed(int bytes) {
        int before = buffered.getAndAdd(-bytes);
        if (before >= RESUME_BELOW && before - bytes < RESUME_BELOW) {
            connection.wantMoreBody();
        }
    }

    private void releasePieces() {
        ByteBuf piece = pieces.poll();
        while (piece != null) {
            buffered.addAndGet(-piece.readableBytes());
            piece.release();
            piece = pieces.poll();
        }
    }
}
