// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import spawning.protocol.scoreboard.Scoreboard;

/**
 * The worker's scoreboard in the memory that the controller handed down as a descriptor. It is mapped as a segment, not as
 * a buffer: the JDK makes the latter by reflection, which would make classes at each boot.
 */
final class SharedScoreboard {
    private SharedScoreboard() {}

    /** Maps it. The descriptor may be closed after that. */
    static Scoreboard map(int descriptor) throws IOException {
        Path path = Path.of("/proc/self/fd", Integer.toString(descriptor));
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return Scoreboard.over(file.map(MapMode.READ_WRITE, 0, Scoreboard.BYTES, Arena.global())
                    .asByteBuffer());
        }
    }
}
