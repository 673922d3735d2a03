// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import spawning.server.wsgi.BodyFailure;

/**
 * The body of a request between the event loop, which adds what comes, and the thread of the request, which reads. The
 * loop stops reading from the client while {@value #MAX_BUFFERED} bytes wait here, each piece counted as a little more
 * than it has: a client may send its body in chunks of one byte.
 */
final class RequestBody extends InputStream {
    private static final int MAX_BUFFERED = 65_536;

    /** Where reading from the client goes on. */
    private static final int RESUME_BELOW = MAX_BUFFERED / 2;

    /** What a piece costs beyond its bytes. */
    private static final int PIECE_COST = 256;

    /** A piece keeps the buffer that was read into, which is up to 64 KB; smaller ones are copied out when they have to wait. */
    private static final int SMALL = 4096;

    /** Of a request without a body, to which nothing is ever added. */
    private static final Queue<ByteBuf> NO_PIECES = new ConcurrentLinkedQueue<>();

    private final Connection connection;
    private final long length;
    private final long maxLength;
    private final Signal arrival = new Signal();
    private final Queue<ByteBuf> pieces;

    /** What the pieces, and the one that is being read, hold in memory. */
    private final AtomicInteger held = new AtomicInteger();

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
        this.pieces = length == 0 ? NO_PIECES : new ConcurrentLinkedQueue<>();
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
        if (bytes == 0 || failure != null || isNone()) { // the queue of those without a body is everybody's
            piece.release();
            return;
        }
        boolean waits = held.getAndAdd(bytes + PIECE_COST) > 0;
        pieces.add(waits && bytes < SMALL ? copied(piece) : piece);
        if (discarded) {
            releasePieces();
        }
        arrival.raise();
    }

    private static ByteBuf copied(ByteBuf piece) {
        try {
            return piece.alloc().buffer(piece.readableBytes()).writeBytes(piece);
        } finally {
            piece.release();
        }
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
        return held.get() >= MAX_BUFFERED;
    }

    // ---- either side

    /** Whether the head says that there is no body. */
    boolean isNone() {
        return length == 0;
    }

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
        int bytes = current == null ? 0 : current.readableBytes();
        for (ByteBuf piece : pieces) {
            bytes += piece.readableBytes();
        }
        return bytes;
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
            consumed(PIECE_COST);
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
        int before = held.getAndAdd(-bytes);
        if (before >= RESUME_BELOW && before - bytes < RESUME_BELOW) {
            connection.wantMoreBody();
        }
    }

    private void releasePieces() {
        ByteBuf piece = pieces.poll();
        while (piece != null) {
            held.addAndGet(-piece.readableBytes() - PIECE_COST);
            piece.release();
            piece = pieces.poll();
        }
    }
}
