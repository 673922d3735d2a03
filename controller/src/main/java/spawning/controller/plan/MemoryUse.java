// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.List;

/**
 * How much memory is in use. All in bytes.
 *
 * @param total of the controller and its workers
 * @param kind what was added up, for people: RSS, which counts shared pages for each process, or PSS, which shares them out
 * @param room what the control group has left, or the machine; Long.MAX_VALUE where it is not known
 * @param workers those that could be measured
 */
public record MemoryUse(long total, String kind, long room, List<OfWorker> workers) {
    public MemoryUse {
        workers = List.copyOf(workers);
    }

    /**
     * Of one worker.
     *
     * @param worker its number of spawning
     * @param bytes its RSS
     * @param consists what it is made of, for people: {@code heap 310m after GC, classes 80m}; may be empty
     */
    public record OfWorker(long worker, long bytes, String consists) {}
}
