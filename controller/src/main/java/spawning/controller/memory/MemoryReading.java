// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import spawning.controller.plan.MemoryUse;
import spawning.protocol.scoreboard.Gauge;
import spawning.protocol.scoreboard.ScoreboardView;

/** Reads how much memory an instance uses. Blocks for milliseconds: for a thread other than the controller's. */
final class MemoryReading {
    private final ProcessMemory processes;
    private final Room room;

    MemoryReading(ProcessMemory processes, Room room) {
        this.processes = processes;
        this.room = room;
    }

    /** A worker that is to be measured. */
    record Measured(long number, long pid, ScoreboardView scoreboard) {}

    /**
     * Adds up RSS, which is cheap but counts shared pages for each process; only where that is over the limit, PSS.
     *
     * @param limit of the whole instance in bytes; 0 is none
     */
    MemoryUse read(List<Measured> workers, long controller, long limit) {
        Sum rss = sum(workers, controller, processes::rss);
        if (limit == 0 || rss.total <= limit) {
            return use(rss, "RSS");
        }
        Sum pss = sum(workers, controller, processes::pss);
        return pss.complete ? use(pss, "PSS") : use(rss, "RSS (PSS cannot be read)");
    }

    private record Sum(long total, boolean complete, List<MemoryUse.OfWorker> workers) {}

    private static Sum sum(List<Measured> workers, long controller, LongFunction<OptionalLong> measure) {
        OptionalLong own = measure.apply(controller);
        long total = own.orElse(0);
        boolean complete = own.isPresent();
        List<MemoryUse.OfWorker> measured = new ArrayList<>();
        for (Measured worker : workers) {
            OptionalLong bytes = measure.apply(worker.pid());
            complete &= bytes.isPresent();
            if (bytes.isPresent()) {
                total += bytes.getAsLong();
                measured.add(new MemoryUse.OfWorker(
                        worker.number(), bytes.getAsLong(), consists(worker.scoreboard(), bytes.getAsLong())));
            }
        }
        return new Sum(total, complete, measured);
    }

    private MemoryUse use(Sum sum, String kind) {
        return new MemoryUse(sum.total, kind, room.bytes(), sum.workers);
    }

    /** What a worker's own gauges tell of its memory; what they do not explain is other: stacks, code, native libraries. */
    static String consists(ScoreboardView board, long bytes) {
        long heap = board.get(Gauge.HEAP_COMMITTED);
        if (heap == 0) {
            return "";
        }
        long classes = board.get(Gauge.METASPACE_USED);
        long direct = board.get(Gauge.DIRECT_USED);
        return "heap " + mega(heap) + " of which " + mega(board.get(Gauge.HEAP_AFTER_GC))
                + " were in use after the last collection, classes " + mega(classes) + ", direct buffers "
                + mega(direct) + ", other " + mega(Math.max(0, bytes - heap - classes - direct));
    }

    private static String mega(long bytes) {
        return (bytes >> 20) + "m";
    }
}
