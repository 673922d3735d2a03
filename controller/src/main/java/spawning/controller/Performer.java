// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.aot.BootFrom;
import spawning.controller.aot.Trainer;
import spawning.controller.config.ControllerConfig;
import spawning.controller.evidence.Collector;
import spawning.controller.evidence.Subject;
import spawning.controller.launch.DebugPorts;
import spawning.controller.launch.LaunchedWorker;
import spawning.controller.launch.WorkerLauncher;
import spawning.controller.listener.BoundListener;
import spawning.controller.listener.Listeners;
import spawning.controller.listener.UnavailableResponder;
import spawning.controller.memory.MemorySampler;
import spawning.controller.plan.Action;
import spawning.controller.plan.Happening;
import spawning.controller.plan.Limits;
import spawning.controller.plan.Milestone;
import spawning.controller.plan.Sight;
import spawning.controller.plan.Standing;
import spawning.controller.posix.Signal;
import spawning.controller.status.Journal;
import spawning.controller.status.Member;
import spawning.controller.status.Site;
import spawning.controller.status.StatusBoard;
import spawning.controller.status.Tallies;
import spawning.protocol.ControllerMessage;
import spawning.protocol.boot.BootTrace;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.ScoreboardView;

/** Does what the planner returns: the thin half of the controller. All methods are called by the controller's thread. */
final class Performer {
    private static final Logger log = LoggerFactory.getLogger(Performer.class);

    private final Installation installation;
    private final Listeners listeners;
    private final WorkerLauncher launcher;
    private final GenerationMaker maker;
    private final UnavailableResponder unavailable;
    private final Collector collector;
    private final MemorySampler sampler;
    private final Trainer trainer;
    private final Journal journal;
    private ControllerConfig config;
    private Tallies tallies = Tallies.NONE;
    private final Map<Integer, Generation> generations = new HashMap<>();
    private final Set<Integer> cancelled = new HashSet<>();
    private final Queue<Happening> answers = new ArrayDeque<>();
    private final Crew crew = new Crew();
    private final DebugPorts debugPorts = new DebugPorts();

    /** Workers that were to be killed and whose end was not reported yet. */
    private final Set<Long> condemned = new HashSet<>();

    private @Nullable ExitStatus exit;

    /** The worker whose end was reported last; null once what it left is taken care of. */
    private @Nullable Subject lastReaped;

    /** The end of its log. */
    private String lastWords = "";

    Performer(
            Installation installation,
            Listeners listeners,
            WorkerLauncher launcher,
            GenerationMaker maker,
            UnavailableResponder unavailable,
            Collector collector,
            MemorySampler sampler,
            Trainer trainer,
            StatusBoard board) {
        this.installation = installation;
        this.listeners = listeners;
        this.launcher = launcher;
        this.maker = maker;
        this.unavailable = unavailable;
        this.collector = collector;
        this.sampler = sampler;
        this.trainer = trainer;
        this.journal = board.journal();
        this.config = board.site().config();
    }

    /** Present once everything has ended. */
    Optional<ExitStatus> exit() {
        return Optional.ofNullable(exit);
    }

    /**
     * What came of an action at once, to be told before any event: that a worker was spawned comes before what it says,
     * although its first word may be in the mailbox already. Null when there is no more.
     */
    @Nullable
    Happening nextAnswer() {
        return answers.poll();
    }

    /** Takes a generation that was made; false when it is not wanted any more, and it is discarded then. */
    boolean admit(Generation generation) {
        if (cancelled.remove(generation.number())) {
            maker.discard(generation);
            return false;
        }
        cancelled.removeIf(number -> number < generation.number()); // they were broken off, and answer no more
        generations.put(generation.number(), generation);
        collector.learn(generation.config().process().environment());
        if (!generation.onTrial()) {
            maker.taken(unavailable.letGo());
        }
        return true;
    }

    /** A worker is ready. */
    void cameUp(long worker) {
        crew.cameUp(worker);
    }

    /**
     * Forgets a worker whose end was reported.
     *
     * @param exitCode as a shell shows it
     */
    void reaped(long worker, int exitCode, String ending) {
        crew.crashed(worker, exitCode).ifPresent(cache -> trainer.distrust(cache, ending));
        lastReaped = crew.subject(worker);
        lastWords = lastReaped == null ? "" : lastReaped.process().scoreboard().log();
        collector.ended(worker);
        crew.reaped(worker);
        debugPorts.reaped(worker);
    }

    /** After all that its end meant was done: removes what it left, unless somebody looks at it. */
    void bury() {
        if (lastReaped != null) {
            if (condemned.remove(lastReaped.number())) {
                sayLost(lastReaped);
            }
            collector.afterOrderlyEnd(lastReaped);
            lastReaped = null;
        }
    }

    /**
     * Has the memory of all workers measured, if there is a limit.
     *
     * @param limits of the generation that all are to run
     */
    void measureMemory(Limits limits) {
        if (limits.maxMemory() > 0 || limits.maxWorkerMemory() > 0) {
            sampler.measure(crew.processes(), limits.maxMemory());
        }
    }

    /** What stands on the scoreboards of all workers. */
    List<Sight> sights() {
        List<Sight> sights = new ArrayList<>();
        for (long number : crew.numbers()) {
            LaunchedWorker worker = crew.process(number);
            if (worker != null) {
                ScoreboardView board = worker.scoreboard();
                sights.add(new Sight(number, board.count(Counter.BEATS), board.count(Counter.REQUESTS)));
            }
        }
        return sights;
    }

    /**
     * Says something to the worker in this slot, or to all.
     *
     * @return those that were told; not those whose pipes are full
     */
    List<Member> tell(OptionalInt slot, Function<Member, ControllerMessage> message) {
        return crew.members().stream()
                .filter(member -> slot.isEmpty() || slot.getAsInt() == member.slot())
                .filter(member -> tell(member.number(), message.apply(member)))
                .toList();
    }

    /** How things stand now. */
    Site site(Standing standing) {
        Generation target = generations.get(standing.target());
        if (target != null) {
            config = target.config();
        }
        return new Site(
                Instant.now(),
                System.nanoTime(),
                config,
                crew.wantedListeners(),
                standing,
                crew.members(),
                crew.gone(),
                tallies,
                trainer.state());
    }

    private void mark(Milestone milestone) {
        tallies = tallies.after(milestone);
        journal.add(Instant.now(), milestone);
    }

    void perform(Action action) {
        switch (action) {
            case Action.Prepare(int generation, int copyOf) -> prepare(generation, copyOf);
            case Action.CancelPreparation(int generation) -> {
                cancelled.add(generation);
                maker.cancel(generation);
                trainer.resume();
            }
            case Action.Discard(int generation) -> discard(generation);
            case Action.Spawn spawn -> spawn(spawn);
            case Action.Accept(long worker) -> {
                var _ = tell(worker, new ControllerMessage.Accept());
            }
            case Action.Drain drain -> drain(drain);
            case Action.Settled(int generation) -> settled(generation);
            case Action.Kill kill -> kill(kill);
            case Action.Autopsy(long worker, String ending) -> autopsy(worker, ending);
            case Action.CloseGates() -> {
                trainer.end();
                listeners.closeGates();
            }
            case Action.AnswerUnavailable answer -> answerUnavailable(answer);
            case Action.StopAnsweringUnavailable() -> unavailable.beginStop(); // what it accepted it still answers
            case Action.Say say -> say(say);
            case Action.Mark(Milestone milestone) -> mark(milestone);
            case Action.Exit(ExitStatus status, String text) -> leave(status, text);
        }
    }

    private void settled(int number) {
        crew.settled(number);
        Generation generation = generations.get(number);
        if (generation != null) {
            trainer.settled(generation.boot(), generation.config().aot().delay());
        }
    }

    private void prepare(int number, int copyOf) {
        trainer.breakOff();
        Generation original = generations.get(copyOf);
        if (original == null) {
            maker.make(number);
        } else {
            maker.copy(number, original);
        }
    }

    /** A generation could not be prepared. */
    void notPrepared() {
        trainer.resume();
    }

    private void discard(int number) {
        Generation generation = generations.remove(number);
        if (generation != null) {
            if (crew.startedLast(generation)) {
                unavailable.beginStop(); // it may answer on listeners that go now
            }
            collector.beforeDiscard(number, () -> maker.discard(generation)); // what its workers left is in its folder
            trainer.resume();
        }
    }

    private void spawn(Action.Spawn spawn) {
        Generation generation = generations.get(spawn.generation());
        try {
            if (generation == null) {
                throw new IOException("generation " + spawn.generation() + " is gone");
            }
            OptionalInt debugPort = debugPort(spawn.worker(), generation.config());
            BootFrom from = generation.boot().now();
            LaunchedWorker worker = launcher.launch(
                    spawn.worker(),
                    generation.commandLine(installation, spawn.slot(), from, debugPort),
                    generation.lease().all());
            hired(
                    new Member(
                            spawn.worker(),
                            spawn.slot(),
                            generation.number(),
                            worker,
                            from,
                            Instant.now(),
                            System.nanoTime()),
                    generation);
            BootTrace.step("worker spawned");
            answers.add(new Happening.WorkerSpawned(spawn.worker(), worker.pid()));
            debugPort.ifPresent(port -> log.info(
                    "worker {} (pid {}) waits for a debugger at 127.0.0.1:{}", spawn.slot(), worker.pid(), port));
        } catch (IOException e) {
            debugPorts.reaped(spawn.worker());
            answers.add(new Happening.SpawnFailed(spawn.worker(), String.valueOf(e.getMessage())));
        }
    }

    private void hired(Member member, Generation generation) {
        if (generation.onTrial()) {
            crew.hiredOnTrial(member, generation);
        } else {
            crew.hired(member, generation);
        }
    }

    private OptionalInt debugPort(long worker, ControllerConfig config) throws IOException {
        OptionalInt first = config.process().debugPort();
        return first.isPresent() ? OptionalInt.of(debugPorts.take(worker, first.getAsInt())) : first;
    }

    private boolean tell(long number, ControllerMessage message) {
        LaunchedWorker worker = crew.process(number);
        if (worker != null && !worker.send(message)) {
            answers.add(new Happening.WorkerUnreachable(number));
            return false;
        }
        return worker != null;
    }

    private void kill(Action.Kill order) {
        Subject worker = crew.subject(order.worker());
        if (worker == null) {
            return; // its end is in the mailbox already
        }
        condemned.add(order.worker());
        Runnable kill = () -> kill(worker.process(), order.reason());
        if (order.evidence()) {
            collector.beforeKill(worker, order.reason(), kill);
        } else {
            kill.run();
        }
    }

    /** What ends with a worker that is killed, or crashed: what it shared with whoever is to blame. */
    private static void sayLost(Subject worker) {
        ScoreboardView board = worker.process().scoreboard();
        long connections = board.count(Counter.CONNECTIONS_OPENED) - board.count(Counter.CONNECTIONS_CLOSED);
        if (board.inFlight() > 0 || connections > 0) {
            log.warn(
                    "worker {} (pid {}): {} requests in flight and {} open connections are lost with it",
                    worker.slot(),
                    worker.process().pid(),
                    board.inFlight(),
                    Math.max(0, connections));
        }
    }

    private static void kill(LaunchedWorker worker, String reason) {
        try {
            worker.kill(Signal.KILL);
        } catch (IOException e) {
            log.error("worker pid {} cannot be killed ({}): {}", worker.pid(), reason, e.getMessage());
        }
    }

    private void autopsy(long number, String ending) {
        Subject worker = lastReaped;
        if (worker != null && worker.number() == number) {
            sayLost(worker);
            collector.afterEnd(worker, ending);
            lastReaped = null;
        }
    }

    /** Where nobody will accept after this worker, nothing new is let in, and it empties the queue as at the end of all. */
    private void drain(Action.Drain drain) {
        List<BoundListener> abandoned = crew.leaves(drain.worker());
        listeners.closeGates(abandoned);
        var _ = tell(drain.worker(), new ControllerMessage.Drain(drain.limit(), drain.last() || !abandoned.isEmpty()));
        listeners.close(abandoned); // the worker has a copy; and a later reload may want the address again
    }

    private void answerUnavailable(Action.AnswerUnavailable answer) {
        try {
            if (answer.explanation().isEmpty()) {
                unavailable.start(crew.wantedListeners(), answer.retryAfter());
            } else {
                String details = maker.complaint().isEmpty() ? lastWords() : maker.complaint();
                unavailable.explain(listeners.all(), answer.explanation(), details);
            }
        } catch (IOException e) {
            log.warn("clients wait instead of being answered 503: {}", e.getMessage());
        }
    }

    /** The end of the log of the worker that failed: it may not have left yet. */
    private String lastWords() {
        return crew.numbers().stream()
                .max(Comparator.naturalOrder())
                .map(crew::process)
                .map(worker -> worker.scoreboard().log())
                .orElse(lastWords);
    }

    private static void say(Action.Say say) {
        switch (say.severity()) {
            case INFO -> log.info("{}", say.text());
            case WARN -> log.warn("{}", say.text());
            case ERROR -> log.error("{}", say.text());
        }
    }

    private void leave(ExitStatus status, String text) {
        if (!text.isEmpty()) {
            if (status == ExitStatus.STOPPED) {
                log.info("{}", text);
            } else {
                log.error("{}", text);
            }
        }
        answerWhoeverWaits();
        exit = status;
    }

    /** The last workers have emptied the queues, if there were any; else nobody has, and closing would reset clients. */
    private void answerWhoeverWaits() {
        List<BoundListener> owned = listeners.owned();
        listeners.closeGates(owned);
        try {
            unavailable.answerWaiting(owned);
        } catch (IOException e) {
            log.warn("who still waits in the accept queue is not answered: {}", e.getMessage());
        }
    }
}
