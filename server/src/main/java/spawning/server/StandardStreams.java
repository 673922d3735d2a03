// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.PrintStream;

/**
 * {@code System.out} and {@code System.err}, which nobody can close. An application that does, as by a try around a writer of its own,
 * would end both logs of the worker: the JVM sends what is written to a closed standard stream nowhere.
 */
final class StandardStreams {
    private StandardStreams() {}

    /** Before the first line is logged. */
    static void keepOpen() {
        System.setOut(new Open(System.out));
        System.setErr(new Open(System.err));
    }

    private static final class Open extends PrintStream {
        Open(PrintStream stream) {
            super(stream, true, stream.charset());
        }

        @Override
        public void close() {
            flush();
        }
    }
}
