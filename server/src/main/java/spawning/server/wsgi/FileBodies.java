// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import spawning.wsgi.FileWrapper;

/**
 * {@code wsgi.file_wrapper} of one request. It remembers what it wrapped, and closes at the end of the request what a
 * failure or a careless middleware left open.
 */
final class FileBodies implements FileWrapper, AutoCloseable {
    private List<FileBody> made = List.of();

    @Override
    public Iterable<byte[]> wrap(InputStream file, int blockSize) {
        if (blockSize <= 0) {
            throw new IllegalArgumentException("block size " + blockSize + ", and not more than 0");
        }
        // a subclass may read something else than is in the file
        FileChannel channel = file.getClass() == FileInputStream.class ? ((FileInputStream) file).getChannel() : null;
        return remember(new FileBody(file, channel, blockSize));
    }

    @Override
    public Iterable<byte[]> wrap(Path file) throws IOException {
        if (!Files.isRegularFile(file)) { // a pipe would be waited for, a directory be opened and not be read
            if (Files.notExists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            throw new IOException(file + " is not a regular file that can be looked at; wrap an InputStream of it");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return remember(new FileBody(Channels.newInputStream(channel), channel, BLOCK_SIZE));
    }

    private FileBody remember(FileBody body) {
        if (made.isEmpty()) {
            made = new ArrayList<>(1);
        }
        made.add(body);
        return body;
    }

    /** Closes all that is not closed yet; the first failure is thrown. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (FileBody body : made) {
            try {
                body.close();
            } catch (IOException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
