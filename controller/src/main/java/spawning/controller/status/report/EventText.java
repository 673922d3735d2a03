// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import spawning.controller.plan.Milestone;
import spawning.controller.plan.WorkerState;

/**
 * A milestone for people.
 *
 * @param text one line
 * @param generation if it is about one
 * @param slot if it is about a worker
 * @param pid if it is about a worker that has one
 */
record EventText(
        String kind, String text, Severity severity, OptionalInt generation, OptionalInt slot, OptionalInt pid) {
    /** How bad. */
    enum Severity {
        INFO,
        WARN,
        ERROR;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static EventText of(Milestone milestone) {
        return switch (milestone) {
            case Milestone.GenerationBegun(int generation, int copyOf, String by) ->
                about(
                        generation,
                        "generation_begun",
                        "generation " + generation + " is being prepared"
                                + (copyOf == 0 ? "" : " as a copy of " + copyOf)
                                + (by.isEmpty() ? "" : ": " + by),
                        Severity.INFO);
            case Milestone.Superseded(int generation, int by) ->
                about(
                        generation,
                        "superseded",
                        "generation " + by + " takes the place of generation " + generation,
                        Severity.INFO);
            case Milestone.Prepared prepared ->
                about(
                        prepared.generation(),
                        "prepared",
                        "generation " + prepared.generation() + " is prepared after "
                                + seconds(prepared.took().toMillis()) + "; starting " + prepared.workers() + " workers",
                        Severity.INFO);
            case Milestone.PreparationFailed(int generation, String reason) ->
                about(
                        generation,
                        "preparation_failed",
                        "generation " + generation + " could not be prepared: " + reason,
                        Severity.ERROR);
            case Milestone.Serves serves ->
                about(
                        serves.generation(),
                        "serves",
                        "generation " + serves.generation() + " serves with " + serves.ready() + " workers, after "
                                + seconds(serves.took().toMillis()),
                        Severity.INFO);
            case Milestone.Rejected(int generation, String reason, int fallback) ->
                about(
                        generation,
                        "rejected",
                        "generation " + generation + " was taken back, generation " + fallback + " serves: " + reason,
                        Severity.ERROR);
            case Milestone.WorkerMoved moved -> moved(moved);
            case Milestone.PanicRaised raised ->
                plain(
                        "panic",
                        "panic: " + raised.reason() + "; next start in "
                                + seconds(raised.nextStart().toMillis()),
                        Severity.ERROR);
            case Milestone.PanicOver() -> plain("panic_over", "the panic is over", Severity.INFO);
            case Milestone.Scaled(int before, int now) ->
                plain("scaled", now + " workers are wanted instead of " + before, Severity.INFO);
            case Milestone.TrialBegun(int trial, String by) ->
                plain("trial", "trial " + trial + " begins: " + by, Severity.INFO);
            case Milestone.TrialEnded(int trial, String failure) ->
                plain(
                        "trial",
                        "trial " + trial + (failure.isEmpty() ? " came up" : " failed: " + failure),
                        failure.isEmpty() ? Severity.INFO : Severity.WARN);
            case Milestone.StopBegun(String by) ->
                plain("stopping", "everything is being stopped: " + by, Severity.WARN);
        };
    }

    private static EventText moved(Milestone.WorkerMoved moved) {
        String pid = moved.pid() == 0 ? "" : " (pid " + moved.pid() + ")";
        return new EventText(
                "worker",
                "worker " + moved.slot() + pid + " of generation " + moved.generation() + ": " + word(moved.from())
                        + " → " + word(moved.to()) + " after "
                        + seconds(moved.lasted().toMillis())
                        + (moved.detail().isEmpty() ? "" : ": " + moved.detail()),
                moved.unexpected() ? Severity.ERROR : moved.to() == WorkerState.KILLED ? Severity.WARN : Severity.INFO,
                OptionalInt.of(moved.generation()),
                OptionalInt.of(moved.slot()),
                moved.pid() == 0 ? OptionalInt.empty() : OptionalInt.of(moved.pid()));
    }

    /** A worker's state as the document has it. */
    static String word(WorkerState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The worker's end, if it is one of a process. */
    static Optional<Milestone.WorkerMoved> exit(Milestone milestone) {
        return milestone instanceof Milestone.WorkerMoved moved && moved.to() == WorkerState.EXITED && moved.pid() != 0
                ? Optional.of(moved)
                : Optional.empty();
    }

    private static EventText about(int generation, String kind, String text, Severity severity) {
        return new EventText(
                kind, text, severity, OptionalInt.of(generation), OptionalInt.empty(), OptionalInt.empty());
    }

    private static EventText plain(String kind, String text, Severity severity) {
        return new EventText(kind, text, severity, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    private static String seconds(long millis) {
        return millis < 1000 ? millis + " ms" : "%.1f s".formatted(millis / 1000.0);
    }
}
