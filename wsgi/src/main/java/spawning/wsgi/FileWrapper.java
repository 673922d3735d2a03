// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * What stands in environ under {@code wsgi.file_wrapper}: turns a file into a body that the server sends without copying
 * it through the JVM, where it can.
 *
 * <pre>{@code
 * FileWrapper files = (FileWrapper) environ.get("wsgi.file_wrapper");
 * start.start("200 OK", List.of(new Header("Content-Type", "video/mp4")));
 * return files.wrap(Path.of("film.mp4"));
 * }</pre>
 *
 * <p>The body is an ordinary one: a middleware may iterate over it, and then its bytes go the ordinary way. It is
 * {@link AutoCloseable} and closes the file; the server does that after the request, also when the body was not returned.
 * It is sent without copying when it is returned as it is and nothing was written before.
 */
public interface FileWrapper {
    /** Bytes in an element of the body when it is iterated over, unless told otherwise. */
    int BLOCK_SIZE = 65_536;

    /**
     * A body of what an input stream still holds, from its position on.
     *
     * @param file closed with the body; a {@link java.io.FileInputStream} is sent without copying
     * @param blockSize bytes in an element at most; more than 0
     */
    Iterable<byte[]> wrap(InputStream file, int blockSize);

    /** The same in blocks of {@value #BLOCK_SIZE} bytes. */
    default Iterable<byte[]> wrap(InputStream file) {
        return wrap(file, BLOCK_SIZE);
    }

    /**
     * A body of a whole file. Its length becomes the Content-Length unless the application gives one, of which no more
     * is sent.
     *
     * @throws IOException the file cannot be opened, or is not a regular file: a pipe is wrapped as a stream
     */
    Iterable<byte[]> wrap(Path file) throws IOException;
}
