// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import spawning.protocol.log.LogFormat;
import spawning.protocol.scoreboard.Scoreboard;

/** What System.err is at the moment of each write, and the scoreboard once there is one. One thread writes. */
final class MirroredStderr extends OutputStream {
    /** A file takes any length in one piece; everything else is treated as a pipe: proc_pid_fd(5). */
    private final boolean file = Files.isRegularFile(Path.of("/proc/self/fd/2"));

    private volatile @Nullable Scoreboard mirror;

    void mirror(Scoreboard scoreboard) {
        mirror = scoreboard;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        Scoreboard scoreboard = mirror;
        if (scoreboard != null) {
            scoreboard.log(bytes, from, length); // first: stderr may wait for who reads it
        }
        if (file) {
            System.err.write(bytes, from, length);
        } else {
            writeWholeLines(bytes, from, from + length);
        }
    }

    /**
     * What is longer than a pipe takes in one piece is split at line ends, so that lines of other workers come between ours
     * and not into them; only a line that is too long itself is torn.
     */
    private static void writeWholeLines(byte[] bytes, int from, int end) {
        int begin = from;
        while (end - begin > LogFormat.MAX_LINE) {
            int cut = begin + LogFormat.MAX_LINE;
            while (cut > begin && bytes[cut - 1] != '\n') {
                cut--;
            }
            int piece = cut > begin ? cut - begin : LogFormat.MAX_LINE;
            System.err.write(bytes, begin, piece);
            begin += piece;
        }
        System.err.write(bytes, begin, end - begin);
    }

    @Override
    public void write(int oneByte) {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public void flush() {
        System.err.flush();
    }

    /** The process's own, and left open. */
    @Override
    public void close() {
        flush();
    }
}
