// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.log.LogFormat;

/**
 * The access log: one line a request, such as {@code 127.0.0.1 - - [22/Nov/2026 08:11:02] "GET /x HTTP/1.1" 200 15
 * 0.000512 4f2a9c01-1b}, or in another {@linkplain LogFormat format}.
 *
 * <p>Callers format a line and put it into a queue, without a lock and without waiting; one thread of this object writes
 * them. When the disk or the reader of a pipe does not keep up, lines are dropped and counted: a log must not stop the
 * service. Lines of several workers in one file do not mix: the file is opened for appending, and each write(2) holds
 * whole lines; on stdout, perhaps a pipe, not more than PIPE_BUF, which the kernel writes in one piece (pipe(7)).
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private static final AccessLog NONE = new AccessLog(null, null);

    private final @Nullable LineWriter writer;
    private final @Nullable LineFormat format;

    private AccessLog(@Nullable LineWriter writer, @Nullable LineFormat format) {
        this.writer = writer;
        this.format = format;
    }

    /** The log that writes nothing, formats nothing and has no thread. */
    public static AccessLog none() {
        return NONE;
    }

    /**
     * Opens a log.
     *
     * @param destination a file, created when it is not there; {@code -} for stdout; {@code /dev/null} for none
     * @param format of its lines
     * @param place where they come from
     * @param onDropped given, on any thread, how many lines are lost; must not block
     * @throws IOException the file cannot be opened for appending; its text has the path
     */
    public static AccessLog open(String destination, LogFormat format, Place place, LongConsumer onDropped)
            throws IOException {
        if (destination.equals("/dev/null")) {
            return NONE;
        }
        Destination opened = destination.equals("-") ? Destination.stdout() : Destination.file(Path.of(destination));
        return new AccessLog(new LineWriter(opened, onDropped), LineFormat.compile(format, place));
    }

    /** One that formats its lines as this one does and writes none of them: for requests that warm up, and are not logged. */
    public AccessLog unwritten() {
        return format == null ? NONE : new AccessLog(null, format);
    }

    /** Whether lines are made at all, so that callers need not measure for nothing. */
    public boolean enabled() {
        return format != null;
    }

    /**
     * Logs a request. Any thread; does not block.
     *
     * @param request asked here and now for what the format shows
     * @param status of the response
     * @param bytes of the response's body
     * @param nanos from the request's head to the end of the response
     */
    public void log(LoggedRequest request, int status, long bytes, long nanos) {
        if (format != null) {
            byte[] line = format.line(request, status, bytes, nanos);
            if (writer != null) {
                writer.put(line);
            }
        }
    }

    /**
     * Asks the writer to close the file and open it again by its name, after the lines that it has. Any thread; does not
     * block. If the file cannot be opened, the old one is kept and the error log says so.
     *
     * @param done told, perhaps on the writer's thread, when that is done: nothing, or what went wrong; must not block
     */
    public void reopen(Consumer<String> done) {
        if (writer == null) {
            done.accept("");
            return;
        }
        LOG.debug("reopening the access log");
        writer.reopen(done);
    }

    /** Writes what is queued and closes the file. May block up to {@code 2 s} when the destination does not take it. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
