// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import spawning.wsgi.FileWrapper;

/**
 * Stands before the {@code wsgi.file_wrapper} of the server and marks what it makes, so that the outermost boundary knows it
 * again and gives the server what is its own.
 */
final class CheckedFiles implements FileWrapper {
    private final Call call;
    private final FileWrapper files;

    CheckedFiles(Call call, FileWrapper files) {
        this.call = call;
        this.files = files;
    }

    @Override
    public Iterable<byte[]> wrap(InputStream file, int blockSize) {
        return new WrappedFile(call, files.wrap(file, blockSize));
    }

    @Override
    public Iterable<byte[]> wrap(Path file) throws IOException {
        return new WrappedFile(call, files.wrap(file));
    }
}
