// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.WorkerState.READY;
import static spawning.controller.plan.WorkerState.STANDBY;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which workers are replaced because they, or all together, use too much memory; and when that is of no use. */
final class MemoryLimits {
    /** A worker that needs too much right after its start needs it always. */
    private static final long FRESH = 10_000_000_000L;

    private final World world;
    private final Generations generations;
    private final WorkerLife life;
    private final Orders orders;
    private final Set<Generation> tooLarge = new HashSet<>();
    private boolean over;
    private boolean saidHopeless;
    private long overSince;

    MemoryLimits(World world, Generations generations, WorkerLife life, Orders orders) {
        this.world = world;
        this.generations = generations;
        this.life = life;
        this.orders = orders;
    }

    void measured(MemoryUse use) {
        if (!generations.hasTarget()) {
            return;
        }
        tooLarge.removeIf(generation -> !world.uses(generation));
        for (MemoryUse.OfWorker of : use.workers()) {
            Worker worker = world.find(of.worker());
            if (worker != null && worker.is(READY) && !worker.retiring()) {
                judge(worker, of, use);
            }
        }
        judgeTotal(use);
    }

    private void judge(Worker worker, MemoryUse.OfWorker of, MemoryUse use) {
        long limit = worker.generation().policy().limits().maxWorkerMemory();
        if (limit == 0 || of.bytes() <= limit) {
            return;
        }
        String much = "uses " + Bytes.text(of.bytes()) + " (limit " + Bytes.text(limit) + ")" + consists(of);
        if (world.now() - worker.since() < FRESH) {
            if (tooLarge.add(worker.generation())) {
                orders.error(worker + " " + much + " right after its start: a fresh worker needs more than"
                        + " --max-worker-memory; it stays for at least " + Elapsed.text(FRESH));
            }
        } else {
            retireIfMay(worker, much, use);
        }
    }

    private static String consists(MemoryUse.OfWorker of) {
        return of.consists().isEmpty() ? "" : ": " + of.consists();
    }

    /** One at a time, the largest first; and not again and again the same when that does not help. */
    private void judgeTotal(MemoryUse use) {
        long limit = generations.target().policy().limits().maxMemory();
        if (limit == 0 || use.total() <= limit) {
            over = false;
            saidHopeless = false;
            return;
        }
        if (!over) {
            over = true;
            overSince = world.now();
        }
        if (isChanging() || !isOfThoseThatServe(use)) {
            return;
        }
        String much = "the instance uses " + Bytes.text(use.total()) + " " + use.kind() + " (limit " + Bytes.text(limit)
                + ")";
        List<MemoryUse.OfWorker> old = new ArrayList<>();
        for (MemoryUse.OfWorker of : use.workers()) {
            Worker worker = world.find(of.worker());
            if (worker != null && worker.is(READY) && worker.since() - overSince <= 0) {
                old.add(of);
            }
        }
        Optional<MemoryUse.OfWorker> largest = old.stream().max(Comparator.comparingLong(MemoryUse.OfWorker::bytes));
        if (largest.isPresent()) {
            MemoryUse.OfWorker of = largest.get();
            Worker worker = world.find(of.worker());
            if (worker != null) {
                retireIfMay(worker, much + ", this worker " + Bytes.text(of.bytes()) + consists(of), use);
            }
        } else if (!saidHopeless) {
            saidHopeless = true;
            orders.error(much + " with fresh workers alone: replacing them does not help and stops until it is less;"
                    + " raise --max-memory or lower --processes");
        }
    }

    /** Whether somebody lacks or a replacement is under way, so that the sum means nothing yet, and nobody else can be spared. */
    private boolean isChanging() {
        int ready = world.count(READY);
        return ready + world.count(STANDBY) != world.workers().size()
                || ready < generations.target().workers()
                || world.workers().stream().anyMatch(Worker::retiring);
    }

    /** A measurement takes its time: the sum means nothing when somebody came or went meanwhile. */
    private boolean isOfThoseThatServe(MemoryUse use) {
        if (use.workers().size() != world.workers().size()) {
            return false;
        }
        for (MemoryUse.OfWorker of : use.workers()) {
            if (world.find(of.worker()) == null) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where there is no room for the replacement beside it, it leaves first, and the replacement is started when its
     * process has ended: else the kernel would take somebody. Only when all others serve; until then nothing is noted of
     * it, and the next measurement asks again.
     */
    private void retireIfMay(Worker worker, String why, MemoryUse use) {
        if (use.room() >= ofFresh(use)) {
            life.apply(worker, Cause.WORN, why);
        } else if (!isChanging()) {
            life.apply(worker, Cause.WORN, why);
            worker.leaveFirst("there is room for " + Bytes.text(use.room())
                    + " only, too little for a replacement beside it, which is started when it has ended"
                    + (world.count(READY) == 1 ? "; until then nobody serves, and clients wait in the backlog" : ""));
        }
    }

    /** What a replacement will need: what the smallest of those needs that serve, for one that boots has little yet. */
    private long ofFresh(MemoryUse use) {
        long least = Long.MAX_VALUE;
        for (MemoryUse.OfWorker of : use.workers()) {
            Worker worker = world.find(of.worker());
            if (worker != null && worker.is(READY)) {
                least = Math.min(least, of.bytes());
            }
        }
        return least;
    }
}
