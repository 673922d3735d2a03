// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import spawning.protocol.log.LogFormat;

/** Where lines go; used by the writer's thread. */
final class Destination implements AutoCloseable {
    /** What is written to a file at once. */
    private static final int FILE_BLOCK = 65_536;

    /** Under this name the kernel opens what stdout is once more: proc_pid_fd(5). */
    private static final Path STDOUT = Path.of("/proc/self/fd/1");

    private final @Nullable Path path;
    private final ByteBuffer last = ByteBuffer.allocate(1);
    private FileChannel out;
    /** The same file for reading; null for what is no file, or may not be read. */
    private @Nullable FileChannel in;

    @SuppressWarnings("StreamResourceLeak") // closed with the channel
    private Destination(@Nullable Path path) throws IOException {
        this.path = path;
        this.out = path == null ? new FileOutputStream(FileDescriptor.out).getChannel() : append(path);
        this.in = reader(path == null ? STDOUT : path);
    }

    static Destination stdout() throws IOException {
        return new Destination(null);
    }

    static Destination file(Path path) throws IOException {
        return new Destination(path);
    }

    /** With O_APPEND, so that the kernel puts each write at the end, whoever else writes (open(2)). */
    private static FileChannel append(Path path) throws IOException {
        return new FileOutputStream(path.toFile(), true).getChannel();
    }

    private static @Nullable FileChannel reader(Path path) {
        try {
            return Files.isRegularFile(path) ? new FileInputStream(path.toFile()).getChannel() : null;
        } catch (IOException e) {
            return null; // may be written and not read: nobody looks at what others leave there
        }
    }

    /** Whether it can be opened again by a name. */
    boolean named() {
        return path != null;
    }

    /** The most bytes to give to one {@link #write}: on a pipe what the kernel writes in one piece, pipe(7). */
    int maxWrite() {
        return path != null && in != null ? FILE_BLOCK : LogFormat.MAX_LINE;
    }

    /**
     * Writes some of it, where the disk gets full perhaps not all. Blocks while a pipe is full.
     *
     * @return how many bytes; 0: a pipe that does not block is full
     * @throws IOException nothing was written
     */
    int write(ByteBuffer bytes) throws IOException {
        return out.write(bytes);
    }

    /** Of the file, in bytes; the same number at any time for what is no file. */
    long size() throws IOException {
        return out.size();
    }

    /** Whether the file ends with a line feed, or nobody can tell. */
    boolean endsWhole() throws IOException {
        FileChannel reader = in;
        if (reader == null) {
            return true;
        }
        long size = reader.size();
        if (size == 0 || size != out.size()) { // another one writes, or it was renamed between our two opens
            return true;
        }
        return reader.read(last.clear(), size - 1) != 1 || last.get(0) == '\n';
    }

    /** Whether the disk has room, as far as anybody can tell. */
    boolean hasRoom() {
        Path folder = path == null ? null : path.toAbsolutePath().getParent(); // the file may have another name by now
        return folder == null || folder.toFile().getUsableSpace() > 0;
    }

    /** Opens the file anew by its name; on failure the old one stays. Nothing happens to stdout. */
    void reopen() throws IOException {
        if (path != null) {
            FileChannel fresh = append(path);
            try {
                close();
            } finally {
                out = fresh;
                in = reader(path);
            }
        }
    }

    @Override
    public String toString() {
        return path == null ? "stdout" : path.toString();
    }

    /** Closes the file; stdout stays open for others. */
    @Override
    public void close() throws IOException {
        FileChannel reader = in;
        in = null;
        if (reader != null) {
            reader.close();
        }
        if (path != null) {
            out.close();
        }
    }
}
