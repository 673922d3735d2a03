// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.plan.Action;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Planner;
import spawning.controller.plan.Standing;
import spawning.controller.plan.Trial;
import spawning.controller.service.Outputs;
import spawning.controller.signal.ControllerSignal;
import spawning.controller.signal.Terminal;
import spawning.controller.status.StatusBoard;
import spawning.controller.time.Mailbox;
import spawning.controller.time.MonotonicClock;

/**
 * The loop. One thread owns all state and runs: next event, or the nearest deadline, whichever is first; what the planner
 * makes of it; doing that. It never blocks but here, for its next event.
 */
final class Controller {
    private static final Logger log = LoggerFactory.getLogger(Controller.class);

    /** How often the scoreboards are looked at. */
    private static final Duration LOOK = Duration.ofNanos(Planner.LOOK_NANOS);

    private final Mailbox<Event> mailbox;
    private final MonotonicClock clock;
    private final Planner planner;
    private final Performer performer;
    private final Terminal terminal;
    private final StatusBoard board;
    private final Outputs outputs;
    private final Trial trial = new Trial();
    private boolean terminalLost;
    private long nextLook;

    Controller(
            Mailbox<Event> mailbox,
            MonotonicClock clock,
            Planner planner,
            Performer performer,
            Terminal terminal,
            StatusBoard board,
            Outputs outputs) {
        this.mailbox = mailbox;
        this.clock = clock;
        this.planner = planner;
        this.performer = performer;
        this.terminal = terminal;
        this.board = board;
        this.outputs = outputs;
    }

    /** Runs from the first generation to the end of the last worker. */
    ExitStatus run() throws InterruptedException {
        perform(planner.start(clock.nanos()));
        nextLook = clock.nanos();
        while (performer.exit().isEmpty()) {
            look();
            Happening answer = performer.nextAnswer();
            if (answer != null) {
                note(answer);
                continue;
            }
            Event event = mailbox.next(nextDeadline());
            if (event != null) {
                handle(event);
            } else {
                note(new Happening.TimePassed()); // only with an empty mailbox: nobody is killed whose word waits there
            }
        }
        return performer.exit().get();
    }

    /** Looks at the scoreboards, if it is time to. */
    private void look() {
        if (clock.nanos() - nextLook >= 0) {
            note(new Happening.WorkersSeen(performer.sights()));
            performer.measureMemory(planner.limits());
            nextLook = clock.nanos() + LOOK.toNanos();
        }
    }

    private OptionalLong nextDeadline() {
        return earlier(planner.nextDeadline(), earlier(trial.nextDeadline(), OptionalLong.of(nextLook)));
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        return one.isPresent() && one.getAsLong() - other.orElseThrow() < 0 ? one : other;
    }

    private void handle(Event event) {
        switch (event) {
            case Event.Signalled(ControllerSignal signal) -> signalled(signal);
            case Event.Happened(Happening happening) -> {
                if (happening instanceof Happening.WorkerExited(long worker, int exitCode, String ending)) {
                    performer.reaped(worker, exitCode, ending);
                }
                if (happening instanceof Happening.WorkerReady(long worker)) {
                    performer.cameUp(worker);
                }
                if (happening instanceof Happening.GenerationFailed) {
                    performer.notPrepared();
                }
                note(happening);
                performer.bury();
            }
            case Event.Prepared(Generation generation) -> {
                if (performer.admit(generation)) {
                    note(new Happening.GenerationPrepared(
                            generation.number(), generation.config().policy()));
                }
            }
            case Event.Asked(Happening happening, CompletableFuture<Standing> answer) -> {
                note(happening);
                answer.complete(planner.standing());
            }
            case Event.TrialAsked(String by, CompletableFuture<Event.TrialAsked.Answer> answer) ->
                answer.complete(beginTrial(by));
            case Event.Told told -> told.told().complete(performer.tell(told.slot(), told.message()));
            case Event.Broken(Throwable cause) -> throw new IllegalStateException("a helper thread failed", cause);
        }
    }

    private Event.TrialAsked.Answer beginTrial(String by) {
        String refusal = refusal();
        if (refusal.isEmpty()) {
            perform(trial.begin(by));
        }
        return new Event.TrialAsked.Answer(refusal.isEmpty() ? trial.number() : 0, refusal);
    }

    private String refusal() {
        Standing standing = planner.standing();
        if (standing.stopping()) {
            return "everything is being stopped";
        }
        if (standing.preparing() != 0 || standing.target() == 0) {
            return "generation " + standing.preparing() + " is being prepared; try again when it serves";
        }
        return trial.underWay() ? "trial " + trial.number() + " is under way already" : "";
    }

    private void signalled(ControllerSignal signal) {
        log.debug("signal {}", signal);
        switch (signal) {
            case HUP -> {
                // Kernel and shell both send one when the terminal goes; the second is not a second request to stop.
                if (terminalLost) {
                    log.debug("the terminal is gone, as known already");
                } else if (terminal.hangupMeansStop()) {
                    terminalLost = true;
                    note(new Happening.StopRequested("the loss of the terminal"));
                } else {
                    note(new Happening.ReloadRequested("SIGHUP"));
                }
            }
            case TERM, INT -> note(new Happening.StopRequested("SIG" + signal));
            case USR1 -> {
                log.info("reopening log files");
                outputs.reopen();
                var _ = performer.tell(OptionalInt.empty(), _ -> outputs.message());
            }
            case TTIN -> note(new Happening.ScaleRequested(1));
            case TTOU -> note(new Happening.ScaleRequested(-1));
        }
    }

    private void note(Happening happening) {
        if (Trial.concerns(happening)) {
            perform(trial.step(happening, clock.nanos()));
            return;
        }
        switch (happening) {
            case Happening.ReloadRequested(String by) -> perform(trial.giveWay(by));
            case Happening.RollbackRequested(String by) -> perform(trial.giveWay(by));
            case Happening.StopRequested(String by) -> perform(trial.breakOff(by));
            case Happening.TimePassed() -> perform(trial.timePassed(clock.nanos()));
            default -> {} // means nothing to a trial
        }
        perform(planner.step(happening, clock.nanos()));
    }

    private void perform(List<Action> actions) {
        actions.forEach(performer::perform);
        board.publish(performer.site(planner.standing()));
    }
}
