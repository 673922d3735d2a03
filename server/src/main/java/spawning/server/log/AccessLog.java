// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log: one line a request, such as {@code 127.0.0.1 - - [22/Nov/2026 08:11:02] "GET /x HTTP/1.1" 200 15
 * 0.000512}.
 *
 * <p>Callers format a line and put it into a queue, without a lock and without waiting; one thread of this object writes
 * them. When the disk or the reader of a pipe does not keep up, lines are dropped and counted: a log must not stop the
 * service. Lines of several workers in one file do not mix: the file is opened for appending, and each write(2) holds
 * whole lines; on stdout, perhaps a pipe, not more than PIPE_BUF, which the kernel writes in one piece (pipe(7)).
 */
public final class AccessLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    /** The log that writes nothing, formats nothing and has no thread. */
    private static final AccessLog NONE = new AccessLog(null);

    private final @org.jspecify.annotations.Nullable LineWriter writer;
    private final AccessLine format = new AccessLine();

    private AccessLog(@org.jspecify.annotations.Nullable LineWriter writer) {
        this.writer = writer;
    }

    /**
     * Opens a log.
     *
     * @param destination a file, created when it is not there; {@code -} for stdout; {@code /dev/null} for none
     * @throws IOException the file cannot be opened for appending; its text has the path
     */
    public static AccessLog open(String destination) throws IOException {
        return switch (destination) {
            case "/dev/null" -> NONE;
            case "-" -> new AccessLog(new LineWriter(Destination.stdout()));
            default -> new AccessLog(new LineWriter(Destination.file(Path.of(destination))));
        };
    }

    /** Whether lines are written at all, so that callers need not measure for nothing. */
    public boolean enabled() {
        return writer != null;
    }

    /**
     * Logs a request. Any thread; does not block.
     *
     * @param remote the client's address, empty for a unix socket
     * @param requestLine method, target and protocol; empty when it could not be read
     * @param status of the response
     * @param bytes of the response's body
     * @param nanos from the request's head to the end of the response
     */
    public void log(String remote, String requestLine, int status, long bytes, long nanos) {
        if (writer != null) {
            writer.put(format.format(remote, requestLine, status, bytes, nanos));
        }
    }

    /**
     * Asks the writer to close the file and open it again by its name, after the lines that it has. Any thread; does not
     * block. If the file cannot be opened, the old one is kept and the error log says so.
     */
    public void reopen() {
        if (writer != null) {
            LOG.debug("reopening the access log");
            writer.reopen();
        }
    }

    /** Writes what is queued and closes the file. May block up to {@code 2 s} when the destination does not take it. */
    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
