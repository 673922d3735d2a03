// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers this worker to the kernel where memory runs out: a worker is replaced, while with the controller the whole
 * instance would be gone. A process may always raise its own score (proc_pid_oom_score_adj(5)); children inherit it.
 */
final class OutOfMemoryScore {
    /** In thousandths of all memory, by which a process counts as larger than it is. */
    static final int RAISE = 300;

    private static final Logger log = LoggerFactory.getLogger(OutOfMemoryScore.class);
    private static final int MOST = 1000;

    private OutOfMemoryScore() {}

    /**
     * Adds to the score that was inherited, as far as there is room. A kernel or a container that does not let it is no
     * reason not to serve.
     *
     * @param file /proc/self/oom_score_adj
     */
    static void raise(Path file) {
        try {
            int inherited = Integer.parseInt(Files.readString(file).strip());
            int raised = Math.min(MOST, inherited + RAISE);
            Files.write(file, Integer.toString(raised).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException | RuntimeException e) {
            log.debug("the kernel is not told to end a worker rather than the controller: {}", e.toString());
        }
    }
}
