// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An own reckoning of who uses too much memory, and of when replacing them is of no use. */
final class MemoryBook {
    private static final long FRESH = 10 * Fate.SECOND;

    private final Planner planner;
    private final Books books;
    private final Set<Long> tooLarge = new HashSet<>();
    private boolean over;
    private long overSince;
    private boolean saidHopeless;
    private boolean quiet;
    private boolean roomless;
    private boolean mustSpare;
    private long largest;

    MemoryBook(Planner planner, Books books) {
        this.planner = planner;
        this.books = books;
    }

    /** Called before the planner is told. */
    void measured(MemoryUse use, Set<Long> worn, long now) {
        quiet = books.eve().mayLeaveFirst() && isOfThoseThatServe(use);
        roomless = books.eve().isRoomless();
        mustSpare = roomless && !books.eve().mayLeaveFirst();
        tooLarge.clear();
        noteTotal(use, now);
        long bytes = -1;
        largest = 0;
        for (MemoryUse.OfWorker of : use.workers()) {
            Worker worker = planner.world().find(of.worker());
            if (worker == null || !books.account(of.worker()).ready() || worn.contains(of.worker())) {
                continue;
            }
            long limit = worker.generation().policy().limits().maxWorkerMemory();
            long readyAt = books.account(of.worker()).changedAt;
            if (limit > 0 && of.bytes() > limit && now - readyAt >= FRESH) {
                tooLarge.add(of.worker());
            }
            if (over && readyAt <= overSince && of.bytes() > bytes) {
                bytes = of.bytes();
                largest = of.worker();
            }
        }
    }

    /** A measurement takes its time, and who was measured may be gone. */
    private boolean isOfThoseThatServe(MemoryUse use) {
        return use.workers().size() == books.alive().size()
                && use.workers().stream()
                        .allMatch(of -> books.account(of.worker()).ready()
                                || books.account(of.worker()).standby());
    }

    private void noteTotal(MemoryUse use, long now) {
        long limit = planner.generations().target().policy().limits().maxMemory();
        boolean tooMuch = limit > 0 && use.total() > limit;
        if (tooMuch && !over) {
            overSince = now;
        }
        over = tooMuch;
        saidHopeless &= over;
    }

    boolean mayGo(Worker worker) {
        return tooLarge.contains(worker.id()) || (over && quiet && tooLarge.isEmpty() && worker.id() == largest);
    }

    /** @param worn how many the planner chose in this step */
    void check(List<Action> actions, int worn) {
        boolean said = false;
        for (Action action : actions) {
            said |= action instanceof Action.Say(Action.Severity _, String text)
                    && text.contains("replacing them does not help");
        }
        if (books.leaving()) {
            return;
        }
        if (roomless) {
            unless(mustSpare || tooLarge.isEmpty() || worn > 0, "who is too large is replaced, one by one", tooLarge);
            unless(worn <= 1, "without room one goes at a time", worn);
        } else {
            unless(worn >= tooLarge.size(), "who is too large is replaced", tooLarge);
        }
        boolean byTotal = over && quiet && tooLarge.isEmpty();
        unless(!byTotal || largest == 0 || worn == 1 || mustSpare, "the largest is replaced", largest);
        boolean hopeless = byTotal && largest == 0 && !planner.world().isEmpty();
        unless(said == (hopeless && !saidHopeless), "it is said once when replacing is of no use", said);
        saidHopeless |= said;
    }
}
