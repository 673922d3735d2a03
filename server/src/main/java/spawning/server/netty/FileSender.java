// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import spawning.server.wsgi.FileFailure;
import spawning.server.wsgi.FilePart;

/**
 * Sends a part of a file by sendfile(2), piece by piece: the event loop hands the pieces to the kernel as the client takes
 * them, and the thread of the request waits. That thread leaves only when the loop has let go of every piece, for whoever
 * closes a file that is still being sent gives its descriptor's number to the next file that is opened.
 */
final class FileSender {
    /** Short enough that a client which takes all at once does not keep the loop: Netty sends 16 before others' turn. */
    static final int PIECE = 262_144;

    /** The second is there so that the loop does not wait for the thread. */
    private static final int MOST_UNDERWAY = 2;

    /** EIO, ENOMEM, EINVAL, EOVERFLOW, ESTALE: what sendfile(2) says about the file and not about the socket. */
    private static final Set<Integer> FILE_ERRORS = Set.of(5, 12, 22, 75, 116);

    private final Wire wire;
    private final Signal signal;
    private final FilePart part;
    private final AtomicInteger underway = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private volatile @Nullable Throwable failure;

    /**
     * @param signal of the request's thread, raised also when the connection ends
     */
    FileSender(Wire wire, Signal signal, FilePart part) {
        this.wire = wire;
        this.signal = signal;
        this.part = part;
    }

    /** Bytes of whole pieces that are with the kernel. */
    long taken() {
        return taken.get();
    }

    /**
     * Sends the head and the file, and waits until all is with the kernel.
     *
     * @throws FileFailure the file is shorter than it was, or cannot be read
     */
    void send(ByteBuf head) throws IOException {
        try {
            sendPieces(head);
            signal.await(() -> underway.get() == 0);
        } catch (InterruptedIOException e) {
            wire.post(wire::reset); // so that the pieces come back at once
            throw e;
        } finally {
            awaitRelease();
        }
        Throwable cause = failure;
        if (cause != null) {
            throw explained(cause);
        }
    }

    private void sendPieces(ByteBuf head) throws IOException {
        ByteBuf before = head;
        for (long at = 0; at < part.count() && failure == null; at += PIECE) {
            underway.incrementAndGet();
            try {
                FilePiece piece = new FilePiece(part.file(), part.position() + at, Math.min(PIECE, part.count() - at));
                wire.send(before, piece, cause -> released(piece, cause));
            } catch (Throwable e) { // no memory for it; nobody will release what was not sent
                underway.decrementAndGet();
                throw e;
            }
            before = Unpooled.EMPTY_BUFFER;
            signal.await(() -> underway.get() < MOST_UNDERWAY);
        }
    }

    /** The loop's side: it has let go of a piece. */
    private void released(FilePiece piece, @Nullable Throwable cause) {
        if (cause == null) {
            taken.addAndGet(piece.count());
        } else if (failure == null) {
            failure = cause;
        }
        underway.decrementAndGet();
        signal.raise();
    }

    private void awaitRelease() {
        while (underway.get() > 0) {
            try {
                signal.await(() -> underway.get() == 0);
            } catch (InterruptedIOException again) {
                // the first was answered by a reset; the file must stay open until that is done
            }
        }
    }

    private IOException explained(Throwable cause) throws IOException {
        if (!part.file().isOpen()) {
            return new FileFailure("the application closed the file while it was sent", cause);
        }
        long size = part.file().size();
        long end = part.position() + part.count();
        if (size < end) {
            return new FileFailure("the file has " + size + " bytes, and had " + end + " when sending it began", cause);
        }
        if (cause instanceof NativeIoException error && FILE_ERRORS.contains(-error.expectedErr())) {
            return new FileFailure("the file cannot be sent: " + error.getMessage(), cause);
        }
        return new IOException("the client went away, or took nothing of the file for the write timeout", cause);
    }
}
