// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The body that {@code wsgi.file_wrapper} makes. The server sends the file behind it without reading it, where
 * {@link #unreadPart} finds one; for everybody else it is a body of blocks. Used by the thread of the request.
 */
final class FileBody implements Iterable<byte[]>, AutoCloseable {
    private final InputStream stream;
    private final @Nullable FileChannel channel;
    private final int blockSize;
    private final Blocks blocks = new Blocks();

    private long left = Long.MAX_VALUE;
    private boolean closed;

    /**
     * @param stream closed with the body
     * @param channel the same file, if it is one; closed with the stream
     * @param blockSize bytes, more than 0
     */
    FileBody(InputStream stream, @Nullable FileChannel channel, int blockSize) {
        this.stream = stream;
        this.channel = channel;
        this.blockSize = blockSize;
    }

    /**
     * Checks that there is something to send.
     *
     * @throws IllegalStateException body or file is closed
     */
    void requireOpen() {
        if (closed || (channel != null && !channel.isOpen())) {
            throw new IllegalStateException(
                    "the file that wsgi.file_wrapper was given is closed; a body of it is sent once,"
                            + " in the request that it was made in");
        }
    }

    /**
     * What the file holds from the stream's position to its end. Null when the bytes have to be read: iterating has begun, it
     * is a pipe, or one of the kernel's files that have another size than they say.
     */
    @Nullable
    FilePart unreadPart() {
        FileChannel file = channel;
        if (file == null || blocks.begun) {
            return null;
        }
        try {
            long position = file.position();
            long count = Math.max(file.size() - position, 0);
            // in /proc files have no size, in /sys that of a page, so the last byte has to be seen, or that there is
            // none
            ByteBuffer last = ByteBuffer.allocate(1);
            boolean whole = count > 0 ? file.read(last, position + count - 1) == 1 : file.read(last, position) < 0;
            return whole ? new FilePart(file, position, count) : null;
        } catch (IOException e) {
            return null; // it has no position; whatever else is the matter will show when it is read
        }
    }

    /** Ends the blocks after so many bytes more. */
    void limit(long bytes) {
        left = bytes;
    }

    /** The one iterator that there is: a second call goes on where the first has come to. */
    @Override
    public Iterator<byte[]> iterator() {
        return blocks;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            stream.close();
        }
    }

    private final class Blocks implements Iterator<byte[]> {
        private boolean begun;
        private byte @Nullable [] next;
        private byte @Nullable [] buffer;

        @Override
        public boolean hasNext() {
            begun = true;
            if (next == null && left > 0) {
                try {
                    next = read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return next != null;
        }

        @Override
        public byte[] next() {
            byte[] block = hasNext() ? next : null;
            if (block == null) {
                throw new NoSuchElementException();
            }
            next = null;
            return block;
        }

        /** What comes in one read: whoever fills a pipe slowly wants it sent slowly. */
        private byte @Nullable [] read() throws IOException {
            byte[] target = buffer == null ? new byte[blockSize] : buffer;
            int bytes = stream.read(target, 0, (int) Math.min(target.length, left));
            buffer = bytes == target.length ? null : target;
            left = bytes < 0 ? 0 : left - bytes;
            if (bytes < 0) {
                return null;
            }
            return bytes == target.length ? target : Arrays.copyOf(target, bytes);
        }
    }
}
