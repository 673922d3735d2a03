// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.util.Iterator;

/** What {@code wsgi.file_wrapper} made of a file in one request: for the application a body like any other. */
@SuppressWarnings("try") // what the server throws from close is its own
final class WrappedFile implements Iterable<byte[]>, AutoCloseable {
    private final Call maker;
    private final Iterable<byte[]> file;
    private boolean returned;

    /** @param maker the outermost call of the request */
    WrappedFile(Call maker, Iterable<byte[]> file) {
        this.maker = maker;
        this.file = file;
    }

    /** Notes that it was returned, which it may be once: the server closes it after the request. */
    void returnedBy(Call call) {
        call.require(
                call.ofTheRequestOf(maker), Rule.FILE_RETURNED_TWICE, "a file that was wrapped in another request");
        call.require(!returned, Rule.FILE_RETURNED_TWICE, "a file that was returned before");
        returned = true;
    }

    /** What the server made. */
    Iterable<byte[]> file() {
        return file;
    }

    @Override
    public Iterator<byte[]> iterator() {
        return file.iterator();
    }

    @Override
    public void close() throws Exception {
        if (file instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
