// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An own reckoning of whose heart stands still: nobody is taken for hung too early, and who hangs is ended. */
final class HeartBook {
    private static final long LONGEST_GAP = 2 * Fate.SECOND;
    /** The planner may be so much slower than the timeout. */
    private static final long SLACK = 5 * Fate.SECOND;

    private static final int SLACK_LOOKS = 4;

    private final Books books;
    private final Map<Long, Watch> watches = new HashMap<>();

    private static final class Watch {
        private long beats;
        private long seenAt;
        private long stillSince;
        private int looks;
        private WorkerState state = WorkerState.STARTING;
    }

    HeartBook(Books books) {
        this.books = books;
    }

    /** Called before the planner is told. */
    void seen(List<Sight> sights, long now) {
        for (Sight sight : sights) {
            if (sight.worker() <= books.size() && !books.account(sight.worker()).gone) {
                watch(books.account(sight.worker()), sight.beats(), now);
            }
        }
    }

    private void watch(Account account, long beats, long now) {
        Watch watch = watches.computeIfAbsent(account.spawn.worker(), _ -> new Watch());
        WorkerState state = books.stateOf(account);
        if (state == WorkerState.STARTING && beats == 0) {
            return;
        }
        boolean anew = state != watch.state || watch.seenAt == 0;
        boolean gap = now - Math.max(watch.seenAt, account.changedAt) > LONGEST_GAP;
        if (anew || gap || beats != watch.beats) {
            watch.looks = 0;
            watch.stillSince = anew && !gap && beats == watch.beats ? account.changedAt : now;
        } else {
            watch.looks++;
        }
        watch.beats = beats;
        watch.seenAt = now;
        watch.state = state == null ? WorkerState.EXITED : state;
    }

    /** Whether the planner may take it for hung. */
    boolean hangs(Account account, long now) {
        Watch watch = watches.get(account.spawn.worker());
        long limit = limit(account);
        return watch != null && watch.seenAt == now && limit > 0 && watch.looks >= 2 && now - watch.stillSince > limit;
    }

    /** Called when the orders were read. */
    void check(long now) {
        for (Account account : books.alive()) {
            Watch watch = watches.get(account.spawn.worker());
            long limit = limit(account);
            boolean mayLive = watch == null
                    || watch.seenAt != now
                    || limit == 0
                    || watch.looks < SLACK_LOOKS
                    || now - watch.stillSince <= limit + SLACK
                    || books.stateOf(account) == WorkerState.KILLED;
            unless(mayLive, "who hangs is ended", account);
        }
    }

    private long limit(Account account) {
        Worker worker = books.worker(account);
        Duration limit = worker == null
                ? Duration.ZERO
                : worker.generation().policy().limits().hangTimeout();
        return limit.toNanos();
    }
}
