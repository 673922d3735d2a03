// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import spawning.protocol.scoreboard.CrewBoard;
import spawning.protocol.scoreboard.Scoreboard;

/**
 * The worker's scoreboard, and what all workers share, in memory that the controller handed down as descriptors. It is mapped as a segment, not as
 * a buffer: the JDK makes the latter by reflection, which would make classes at each boot.
 */
final class SharedScoreboard {
    private SharedScoreboard() {}

    /** Maps it. The descriptor may be closed after that. */
    static Scoreboard map(int descriptor) throws IOException {
        return Scoreboard.over(map(descriptor, Scoreboard.BYTES));
    }

    /** Maps what all workers share. The descriptor may be closed after that. */
    static CrewBoard mapCrew(int descriptor) throws IOException {
        return CrewBoard.over(map(descriptor, CrewBoard.BYTES));
    }

    private static ByteBuffer map(int descriptor, int bytes) throws IOException {
        Path path = Path.of("/proc/self/fd", Integer.toString(descriptor));
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return file.map(MapMode.READ_WRITE, 0, bytes, Arena.global()).asByteBuffer();
        }
    }
}
