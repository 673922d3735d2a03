// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import java.util.Locale;
import spawning.controller.plan.Standing;
import spawning.controller.plan.WorkerState;
import spawning.controller.status.Site;

/**
 * How it is, in a word and a sentence.
 *
 * @param reason why it is not all well, for people; empty when it is
 */
public record Verdict(State state, String reason) {
    /** The word. */
    public enum State {
        BOOTING,
        SERVING,
        RELOADING,
        PANIC,
        STOPPING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double NANOS = 1e9;

    /** Of this moment. */
    public static Verdict of(Site site, long nanos) {
        Standing standing = site.standing();
        if (standing.stopping()) {
            return new Verdict(State.STOPPING, stopping(standing));
        }
        if (standing.alarm().isPresent()) {
            return new Verdict(State.PANIC, panic(standing, standing.alarm().get(), nanos));
        }
        if (standing.lastGood() == 0) {
            return new Verdict(State.BOOTING, booting(standing));
        }
        if (standing.reloading()) {
            return new Verdict(State.RELOADING, reloading(standing));
        }
        int ready = standing.ready();
        return new Verdict(State.SERVING, ready < standing.wanted() ? ready(ready, standing.wanted()) : "");
    }

    private static String stopping(Standing standing) {
        return "everything is being stopped; " + count(standing.workers().size(), "worker", " has", "s have")
                + " not ended yet";
    }

    private static String panic(Standing standing, Standing.Alarm alarm, long nanos) {
        double left = Math.max(0, (alarm.nextStart() - nanos) / NANOS);
        String tries = standing.everReady() ? "" : ", try " + (alarm.tries() + 1) + " of " + alarm.limit();
        return "panic: " + alarm.reason() + "; next start in " + "%.1f".formatted(left) + " s" + tries + "; "
                + ready(standing.ready(), standing.wanted());
    }

    private static String booting(Standing standing) {
        if (standing.preparing() != 0) {
            return "generation " + standing.preparing() + " is being prepared";
        }
        String trouble = standing.trouble().isEmpty() ? "" : "; the last one that failed: " + standing.trouble();
        return ready(standing.ready(), standing.wanted()) + trouble;
    }

    private static String reloading(Standing standing) {
        if (standing.preparing() != 0) {
            return "generation " + standing.preparing() + " is being prepared";
        }
        long moved = standing.workers().stream()
                .filter(worker -> worker.state() == WorkerState.READY && worker.generation() == standing.target())
                .count();
        return moved + " of " + standing.wanted() + " workers are ready in generation " + standing.target();
    }

    private static String ready(int ready, int wanted) {
        return ready + " of " + wanted + " workers are ready";
    }

    private static String count(int number, String what, String one, String more) {
        return number + " " + what + (number == 1 ? one : more);
    }
}
