// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where lines go; used by the writer's thread. */
final class Destination implements AutoCloseable {
    /** What the kernel writes to a pipe in one piece: PIPE_BUF, pipe(7). */
    private static final int PIPE_BUF = 4096;

    /** What is written to a file at once. */
    private static final int FILE_BLOCK = 65_536;

    private final @Nullable Path path;
    private final int maxWrite;
    private OutputStream out;

    private Destination(@Nullable Path path, int maxWrite, OutputStream out) {
        this.path = path;
        this.maxWrite = maxWrite;
        this.out = out;
    }

    static Destination stdout() {
        return new Destination(null, PIPE_BUF, new FileOutputStream(FileDescriptor.out));
    }

    static Destination file(Path path) throws IOException {
        return new Destination(path, FILE_BLOCK, append(path));
    }

    /** With O_APPEND, so that the kernel puts each write at the end, whoever else writes (open(2)). */
    private static OutputStream append(Path path) throws IOException {
        return new FileOutputStream(path.toFile(), true);
    }

    /** The most bytes to give to one {@link #write}. */
    int maxWrite() {
        return maxWrite;
    }

    void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Opens the file anew by its name; on failure the old one stays. Nothing happens to stdout. */
    void reopen() throws IOException {
        if (path != null) {
            OutputStream fresh = append(path);
            OutputStream old = out;
            out = fresh;
            old.close();
        }
    }

    @Override
    public String toString() {
        return path == null ? "stdout" : path.toString();
    }

    /** Closes the file; stdout stays open for others. */
    @Override
    public void close() throws IOException {
        if (path != null) {
            out.close();
        }
    }
}
