// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import spawning.controller.posix.FileTree;

/**
 * The flight recording that a JVM left behind which did not end in order. In its repository is a file for each chunk; the
 * last one is marked as being written, and whole up to the last flush, a second before the end at most. A recording is one
 * chunk after the other.
 *
 * @param base of which each JVM has a folder, {@code TIME_PID}
 */
record Repository(Path base) {
    private static final int HEADER = 68;
    private static final int MAGIC = 0x464c5200;
    private static final int SIZE = 8;
    private static final int START = 32;

    /** Zero in a chunk that is complete; readers wait for ever for one that is not (jfr summary gives up). */
    private static final int STATE = 64;

    /** A chunk as its header tells: bytes that are whole, and when it began, in nanoseconds since 1970. */
    private record Chunk(Path file, long size, long start) {}

    /**
     * Writes what a process recorded as one file that {@code jfr} reads.
     *
     * @return false if there is nothing of it
     */
    boolean assemble(int pid, Path target) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (Path folder : of(pid)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".jfr")).toList()) {
                    Chunk chunk = read(file);
                    if (chunk != null) {
                        chunks.add(chunk);
                    }
                }
            }
        }
        if (chunks.isEmpty()) {
            return false;
        }
        chunks.sort(Comparator.comparingLong(Chunk::start));
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (Chunk chunk : chunks) {
                append(chunk, out);
            }
        }
        return true;
    }

    /** Removes what a process left. */
    void remove(int pid) throws IOException {
        for (Path folder : of(pid)) {
            FileTree.remove(folder);
        }
    }

    private List<Path> of(int pid) throws IOException {
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(base)) {
            return all.filter(path -> path.getFileName().toString().endsWith("_" + pid))
                    .toList();
        }
    }

    /** Null if nothing in it is whole. */
    private static @Nullable Chunk read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer header = header(channel);
            boolean known = !header.hasRemaining() && header.getInt(0) == MAGIC;
            long size = known ? header.getLong(SIZE) : 0;
            return size > HEADER && size <= channel.size() ? new Chunk(file, size, header.getLong(START)) : null;
        }
    }

    private static ByteBuffer header(FileChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        while (header.hasRemaining() && channel.read(header) >= 0) {
            // a read may bring less than asked for
        }
        return header;
    }

    private static void append(Chunk chunk, OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(chunk.file())) {
            byte[] header = new byte[HEADER];
            header(channel).get(0, header);
            header[STATE] = 0;
            out.write(header);
            var target = Channels.newChannel(out);
            long position = HEADER;
            while (position < chunk.size()) {
                long moved = channel.transferTo(position, chunk.size() - position, target);
                if (moved <= 0) {
                    throw new IOException(chunk.file() + " became shorter while it was read");
                }
                position += moved;
            }
        }
    }
}
