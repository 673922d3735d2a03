// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.nio.file.Path;
import java.time.Duration;
import spawning.protocol.ControllerMessage;

/**
 * What somebody wants to know of a worker that goes on serving.
 *
 * @param heap whether a heap dump, for which it stands still
 * @param recording of which length a flight recording; zero: none, but stacks
 */
public record Demand(boolean heap, Duration recording) {
    private static final Duration FOR_STACKS = Duration.ofSeconds(5);
    private static final Duration FOR_HEAP = Duration.ofMinutes(2);
    private static final Duration FOR_RECORDING = Duration.ofSeconds(15);

    Duration limit() {
        if (recording.isPositive()) {
            return recording.plus(FOR_RECORDING);
        }
        return heap ? FOR_HEAP : FOR_STACKS;
    }

    ControllerMessage order(Path folder) {
        return recording.isPositive()
                ? new ControllerMessage.MakeRecording(folder.toString(), recording)
                : new ControllerMessage.Dump(folder.toString(), false, heap);
    }
}
