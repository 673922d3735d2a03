// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
     * Adds up RSS, which is cheap but counts shared pages for each process; only where that is over the limit, PSS. What each
     * worker uses is its RSS in any case.
     *
     * @param limit of the whole instance in bytes; 0 is none
     */
    MemoryUse read(List<Measured> workers, long controller, long limit) {
        Sum rss = rss(workers, controller);
        if (limit == 0 || rss.total <= limit) {
            return use(rss, "RSS");
        }
        return pss(rss.workers, controller)
                .map(pss -> use(pss, "PSS"))
                .orElseGet(() -> use(rss, "RSS (PSS cannot be read)"));
    }

    /** @param rss of the worker in bytes; more than 0 */
    private record Resident(Measured worker, long rss) {}

    private record Sum(long total, List<Resident> workers) {}

    private Sum rss(List<Measured> workers, long controller) {
        long total = processes.rss(controller).orElse(0);
        List<Resident> alive = new ArrayList<>();
        for (Measured worker : workers) {
            long bytes = processes.rss(worker.pid()).orElse(0);
            if (bytes > 0) { // else it has ended: zeros until it is reaped, and then nothing
                total += bytes;
                alive.add(new Resident(worker, bytes));
            }
        }
        return new Sum(total, alive);
    }

    /** Empty if a process lives and its PSS may not be read. */
    private Optional<Sum> pss(List<Resident> workers, long controller) {
        OptionalLong own = processes.pss(controller);
        long total = own.orElse(0);
        boolean known = own.isPresent();
        List<Resident> alive = new ArrayList<>();
        for (Resident resident : workers) {
            long pid = resident.worker().pid();
            OptionalLong bytes = processes.pss(pid);
            if (bytes.isPresent()) {
                total += bytes.getAsLong();
                alive.add(resident);
            } else {
                known &= processes.rss(pid).orElse(0) == 0; // it has ended meanwhile
            }
        }
        return known ? Optional.of(new Sum(total, alive)) : Optional.empty();
    }

    private MemoryUse use(Sum sum, String kind) {
        List<MemoryUse.OfWorker> workers = sum.workers.stream()
                .map(resident -> new MemoryUse.OfWorker(
                        resident.worker().number(),
                        resident.rss(),
                        consists(resident.worker().scoreboard(), resident.rss())))
                .toList();
        return new MemoryUse(sum.total, kind, room.bytes(), workers);
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
