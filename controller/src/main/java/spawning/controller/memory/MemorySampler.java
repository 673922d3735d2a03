// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.launch.LaunchedWorker;
import spawning.controller.plan.MemoryUse;
import spawning.controller.time.StandbyThreads;

/** Measures memory on a thread of its own, for reading /proc takes its time. */
public final class MemorySampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemorySampler.class);

    private final MemoryReading reading = new MemoryReading(ProcessMemory.ofThisMachine(), Room.ofThisMachine());
    private final StandbyThreads thread = new StandbyThreads("memory", 1, 0);
    private final Consumer<MemoryUse> result;

    /** @param result given each measurement, on the sampler's thread */
    public MemorySampler(Consumer<MemoryUse> result) {
        this.result = result;
    }

    /**
     * Measures once and returns at once; does nothing while it still measures.
     *
     * @param workers by number
     * @param limit of the whole instance in bytes; 0 is none
     */
    public void measure(Map<Long, LaunchedWorker> workers, long limit) {
        List<MemoryReading.Measured> measured = workers.entrySet().stream()
                .map(entry -> new MemoryReading.Measured(
                        entry.getKey(), entry.getValue().pid(), entry.getValue().scoreboard()))
                .toList();
        var _ = thread.offer(() -> measureNow(measured, limit));
    }

    private void measureNow(List<MemoryReading.Measured> measured, long limit) {
        try {
            result.accept(reading.read(measured, ProcessHandle.current().pid(), limit));
        } catch (RuntimeException e) {
            LOG.warn("memory cannot be measured", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
