// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.nio.channels.FileChannel;

/**
 * A part of a regular file, to be sent without copying it.
 *
 * @param file open for reading; its position does not matter and is not changed
 * @param position of the first byte in the file
 * @param count of bytes, more than 0 in a part that is sent
 */
public record FilePart(FileChannel file, long position, long count) {
    /** The beginning of this part. */
    FilePart first(long bytes) {
        return new FilePart(file, position, bytes);
    }
}
