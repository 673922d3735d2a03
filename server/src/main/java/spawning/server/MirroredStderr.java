// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import spawning.protocol.scoreboard.Scoreboard;

/** What System.err is at the moment of each write, and the scoreboard once there is one. One thread writes. */
final class MirroredStderr extends OutputStream {
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
        System.err.write(bytes, from, length);
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
