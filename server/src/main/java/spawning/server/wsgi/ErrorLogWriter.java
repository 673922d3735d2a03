// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.Writer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands behind {@code wsgi.errors}: each line is a line of the error log. One request at a time. */
final class ErrorLogWriter extends Writer {
    private static final Logger LOG = LoggerFactory.getLogger("wsgi.errors");

    private final StringBuilder line = new StringBuilder(0);

    @Override
    public void write(char[] characters, int offset, int length) {
        synchronized (lock) {
            for (int i = offset; i < offset + length; i++) {
                if (characters[i] == '\n') {
                    flush();
                } else if (characters[i] != '\r') {
                    line.append(characters[i]);
                }
            }
        }
    }

    /** Logs what stands without a line end. */
    @Override
    public void flush() {
        synchronized (lock) {
            if (!line.isEmpty()) {
                LOG.error("{}", line);
                line.setLength(0);
            }
        }
    }

    @Override
    public void close() {
        flush();
    }
}
