// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Breach.unless;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spawning.controller.ExitStatus;

/**
 * Holds the planner to its promises, after each step, by the {@link Books}. It believes the planner only in which
 * generation is the target and whether it is in panic.
 */
final class Ledger {
    private final Planner planner;
    private final Books books;
    private final PanicBook panicBook;
    private final WorkerPromises workers;
    private final HeartBook hearts;
    private final WearBook wear;
    private final Set<Integer> cancelled = new HashSet<>();
    private final Set<Integer> discarded = new HashSet<>();
    private final Set<Integer> rejected = new HashSet<>();
    private final MilestoneBook milestones = new MilestoneBook();
    private int settled;
    private int newestRequested;
    private int resolved;
    private boolean answering;
    private boolean gatesClosed;
    private Action.@Nullable Exit exit;

    Ledger(Planner planner) {
        this.planner = planner;
        books = new Books(planner);
        panicBook = books.panicBook();
        hearts = new HeartBook(books);
        wear = new WearBook(planner, books);
        workers = new WorkerPromises(planner, books, hearts);
    }

    Books books() {
        return books;
    }

    boolean hasExited() {
        return exit != null;
    }

    /** Whether the last reload asked for has ended, in success or with a report. */
    boolean isResolved() {
        return resolved == newestRequested && milestones.open().isEmpty();
    }

    /** Called before the planner is told. */
    void happened(Happening happening, long now) {
        books.happened(happening, now);
        workers.nextStep();
        wear.nextStep(now);
        if (happening instanceof Happening.WorkersSeen(List<Sight> sights)) {
            hearts.seen(sights, now);
        }
    }

    /** Called with the planner's answer. */
    void ordered(List<Action> actions, long now) {
        books.noteHangs(now);
        books.noteBootTimeouts(now);
        long opened = 0;
        for (Action action : actions) {
            unless(exit == null, "nothing after exit", action);
            switch (action) {
                case Action.Prepare(int number, int copyOf) -> prepare(number, copyOf);
                case Action.CancelPreparation(int number) -> cancel(number);
                case Action.Discard(int number) -> discard(number);
                case Action.Settled(int number) -> settled = Math.max(settled, number);
                case Action.Spawn spawn -> spawn(spawn, now);
                case Action.Accept(long id) -> accept(books.account(id), now);
                case Action.Drain drain -> workers.drain(drain, gatesClosed, now);
                case Action.Kill kill -> workers.kill(kill, now);
                case Action.Autopsy(long id, String _) -> {
                    unless(opened == 0 && books.autopsyDue() == id, "who ended unexpectedly is looked into", id);
                    opened = id;
                }
                case Action.CloseGates() -> closeGates();
                case Action.AnswerUnavailable _ -> answerUnavailable();
                case Action.StopAnsweringUnavailable() -> stopAnswering();
                case Action.Say(var _, String text) -> noteReport(text);
                case Action.Mark(Milestone milestone) -> milestones.passed(milestone);
                case Action.Exit last -> exit(last);
            }
        }
        books.noteWaiting(now);
        unless(opened == books.autopsyDue(), "who ended unexpectedly is looked into", books.autopsyDue());
        checkAfterStep(actions, now);
    }

    private void prepare(int number, int copyOf) {
        boolean there = copyOf == 0 || books.isPrepared(copyOf) && !discarded.contains(copyOf);
        unless(there, "only what is kept is copied", copyOf);
        unless(!books.leaving(), "no preparation in a stop", number);
        unless(number == newestRequested + 1, "generations are counted", number);
        newestRequested = number;
    }

    private void cancel(int number) {
        unless(number == newestRequested && cancelled.add(number), "the running preparation is cancelled once", number);
        resolved = Math.max(resolved, number);
    }

    private void discard(int number) {
        for (Account account : books.alive()) {
            unless(!account.isOf(number), "no generation in use is discarded", account);
        }
        Generations generations = planner.generations();
        Generation lastGood = generations.lastGood();
        boolean isTarget = generations.hasTarget() && generations.target().number() == number;
        unless(!isTarget, "the target is not discarded", number);
        unless(lastGood == null || lastGood.number() != number, "the last good generation is not discarded", number);
        boolean again = books.happening() instanceof Happening.GenerationPrepared(int told, Policy _) && told == number;
        boolean once = books.isPrepared(number) ? discarded.add(number) : cancelled.contains(number);
        unless(once || again, "discarded once", number);
    }

    private void spawn(Action.Spawn spawn, long now) {
        unless(spawn.generation() >= settled, "what only older generations listen on may be closed", spawn);
        unless(!books.leaving(), "no spawn in a stop", spawn);
        boolean known = books.isPrepared(spawn.generation()) && !discarded.contains(spawn.generation());
        unless(known, "only prepared generations are spawned", spawn);
        unless(!rejected.contains(spawn.generation()), "a failed generation is not started again", spawn);
        workers.spawn(spawn, now);
        panicBook.spawned(now);
    }

    private void accept(Account account, long now) {
        boolean may = account.saidReady && !account.accepted && !account.leaving() && !account.gone;
        unless(may, "accept once, if ready", account);
        unless(!answering, "no 503 beside a ready worker", account);
        if (!account.waits) {
            panicBook.ready();
        }
        account.accepted = true;
        account.waits = false;
        account.acceptedAt = now;
        account.changedAt = now;
    }

    private void closeGates() {
        unless(books.leaving() && !gatesClosed, "gates are closed once, in a stop", books.happening());
        gatesClosed = true;
    }

    private void answerUnavailable() {
        boolean nobody = books.ready() == 0 && planner.panic().on() && !books.leaving();
        unless(nobody && books.everAccepted(), "503 only if nobody serves any more", books.alive());
        answering = true;
    }

    private void stopAnswering() {
        unless(answering, "503 ends only if it began", books.alive());
        answering = false;
    }

    /** Reads what the planner says of a generation's end, for it must be said. */
    private void noteReport(String text) {
        if (!text.startsWith("generation ") || text.contains(" prepared after ")) {
            return;
        }
        int number = Integer.parseInt(text.substring(11, text.indexOf(' ', 11)));
        resolved = Math.max(resolved, number);
        if (text.contains(" failed: ")) {
            rejected.add(number);
        } else if (text.contains(" serves: ")) {
            int workersOfIt = books.ready(number);
            boolean all = workersOfIt == books.ready()
                    && workersOfIt >= planner.generations().target().workers();
            unless(all, "it serves when all serve with it", text);
        }
    }

    private void exit(Action.Exit last) {
        unless(books.alive().isEmpty(), "exit after everyone", books.alive());
        unless(!answering, "exit after the last answer", last);
        unless(books.leaving() || last.status() == ExitStatus.NEVER_UP, "exit for a reason", last);
        boolean givenUp = last.status() == ExitStatus.NEVER_UP;
        unless(!givenUp || !books.everAccepted(), "what was up once is not given up", last);
        exit = last;
    }

    private void checkAfterStep(List<Action> actions, long now) {
        panicBook.checkAfterStep(now, books.ready());
        if (exit == null) {
            wear.check(actions, now);
            hearts.check(now);
        }
        checkDeadline(now);
        unless(!answering || planner.panic().on(), "503 only in panic", now);
        if (exit == null
                && books.happening() instanceof Happening.GenerationPrepared(int number, Policy _)
                && cancelled.contains(number)) {
            unless(actions.contains(new Action.Discard(number)), "what came too late is discarded", number);
        }
        if (!books.leaving() && exit == null && planner.generations().hasTarget()) {
            workers.checkReplaced(now);
            workers.checkStandby();
            boolean hopeless =
                    panicBook.tries() >= planner.generations().target().policy().panicLimit();
            boolean waits = planner.generations().preparing() != 0
                    || books.everAccepted()
                    || !books.alive().isEmpty();
            unless(!hopeless || waits, "what never comes up is given up", panicBook.tries());
        }
    }

    private void checkDeadline(long now) {
        OptionalLong deadline = planner.nextDeadline();
        boolean isFuture = deadline.isEmpty() || deadline.getAsLong() - now > 0;
        unless(isFuture || !books.wasToldThat(Happening.TimePassed.class), "deadlines are in the future", deadline);
        unless(exit == null || deadline.isEmpty(), "no deadline after exit", deadline);
    }
}
