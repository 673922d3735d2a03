// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How it stands with the cache that workers should boot from, and do not yet.
 *
 * @param reason for what it waits, or why it failed, for people; otherwise empty
 * @param log what the processes of a failed training said; empty where they said nothing
 */
public record TrainingState(Phase phase, String reason, Optional<Path> log) {
    /** Nothing is to be trained. */
    public static final TrainingState NONE = new TrainingState(Phase.NONE, "", Optional.empty());

    /** A training is under way. */
    static final TrainingState RUNNING = new TrainingState(Phase.RUNNING, "", Optional.empty());

    /** In a word. */
    public enum Phase {
        NONE,
        WAITING,
        RUNNING,
        FAILED
    }

    static TrainingState waiting(String reason) {
        return new TrainingState(Phase.WAITING, reason, Optional.empty());
    }

    /** @param log is told if it is there */
    static TrainingState failed(String reason, Path log) {
        return new TrainingState(Phase.FAILED, reason, Optional.of(log).filter(Files::exists));
    }
}
