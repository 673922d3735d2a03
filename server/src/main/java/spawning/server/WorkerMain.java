// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.Insight;
import spawning.protocol.WorkerMessage;
import spawning.protocol.WorkerSettings;
import spawning.protocol.boot.BootTrace;
import spawning.protocol.log.LogFormat;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.CrewBoard;
import spawning.protocol.scoreboard.Scoreboard;
import spawning.server.accept.Acceptor;
import spawning.server.accept.BoundListener;
import spawning.server.engine.HttpEngine;
import spawning.server.factory.ApplicationLoadException;
import spawning.server.insight.Backdoor;
import spawning.server.insight.CoverageWriter;
import spawning.server.log.AccessLog;
import spawning.server.log.Place;

/**
 * The worker process, in order: adopt the descriptors, read the settings, load the application, start the engine, warm up,
 * say ready, accept when told, drain when told, leave.
 */
public final class WorkerMain {
    private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);

    private static final Duration DUMP_LIMIT = Duration.ofSeconds(3);

    private WorkerMain() {}

    /** Started by the controller; see {@link WorkerArguments}. */
    public static void main(String[] args) {
        StandardStreams.keepOpen();
        WorkerArguments arguments = WorkerArguments.parse(args);
        if (arguments.traced().isPresent()) { // no lambda: no training comes here, so each boot would make its class
            BootTrace.begin(arguments.traced().getAsLong(), "main");
        }
        Lifeline lifeline = new Lifeline(arguments.lifelineIn(), arguments.lifelineOut());
        BootTrace.step("native library loaded");
        WorkerExit exit;
        try {
            exit = run(arguments, lifeline);
        } catch (Throwable e) {
            exit = fail(arguments, lifeline, e);
        }
        WorkerLogging.flush();
        System.exit(exit.code());
    }

    /** Serves until told to leave; also in a training, which does as a worker does. */
    static WorkerExit run(WorkerArguments arguments, Lifeline lifeline) throws Exception {
        WorkerSettings settings = WorkerSettings.read(arguments.settings());
        BootTrace.step("settings read");
        WorkerLogging.set(settings.logLevel(), arguments.slot());
        BootTrace.step("logging set up");
        OutOfMemoryScore.raise(Path.of("/proc/self/oom_score_adj"));
        Scoreboard scoreboard = SharedScoreboard.map(arguments.scoreboard());
        WorkerLogging.mirror(scoreboard);
        scoreboard.archive(hasArchive());
        BootTrace.step("scoreboard mapped");
        Heartbeat heartbeat = new Heartbeat(scoreboard);
        heartbeat.start();
        ThreadDump dump = new ThreadDump();
        BootWatch bootWatch = new BootWatch(dump);
        bootWatch.start(settings.bootTimeout());
        Drainer drainer = new Drainer(settings.deadman(), dump, lifeline::say);
        WorkerSignals.install(() -> lifeline.say(new WorkerMessage.Retiring(whySigterm(arguments))));
        lifeline.listen(drainer);
        BootTrace.step("signals and lifeline heard");

        Insight insight = settings.insight();
        if (insight != null) {
            if (insight.backdoor()) {
                drainer.backdoor(path -> "the application of this worker is still being loaded");
            }
            CoverageWriter.start(insight, arguments.generation());
        }
        AccessLog accessLog = AccessLog.open(
                settings.accessLog(),
                LogFormat.parse(settings.logFormat()),
                new Place(
                        arguments.slot(),
                        settings.generation(),
                        ProcessHandle.current().pid()),
                lines -> scoreboard.count(Counter.LOG_LINES_DROPPED, lines));
        BootTrace.step("access log opened");
        HttpEngine engine = Engines.make(settings, arguments, accessLog, scoreboard);
        BootTrace.step("application loaded, engine made");
        engine.onDeadlock(reason -> giveUp(reason, dump));
        AtomicBoolean told = new AtomicBoolean();
        engine.onOutOfMemory(() -> {
            if (!told.getAndSet(true)) {
                lifeline.say(new WorkerMessage.Retiring("OutOfMemoryError"));
            }
        });
        engine.onStuck(what -> lifeline.say(new WorkerMessage.Stuck(what)));
        engine.start();
        BootTrace.step("engine started");
        if (insight != null && insight.backdoor()) {
            drainer.backdoor(new Backdoor(engine::inside)::open);
        }
        dump.include(engine::underWay);
        WarmStart.of(settings, arguments.settings(), engine, bootWatch);
        BootTrace.step("warmed up");
        heartbeat.watch(engine);
        Acceptor acceptor = acceptor(arguments, settings, engine);
        acceptor.patience(settings.requestTimeout());
        acceptor.onFailure(() -> lifeline.say(new WorkerMessage.Retiring("its acceptor failed")));
        bootWatch.stop();
        lifeline.say(new WorkerMessage.Ready());
        BootTrace.step("ready");
        BootTrace.end(log::info);
        CloseOnExec.setLater(arguments);

        Siblings siblings = siblings(arguments);
        WorkerExit exit = drainer.serve(acceptor, engine, accessLog);
        if (drainer.orphaned()) {
            siblings.endThoseThatDoNotMove();
        } else {
            lifeline.say(new WorkerMessage.Drained());
        }
        engine.close();
        accessLog.close();
        return exit;
    }

    /** HotSpot says so in its name, as java -version shows it; it says nothing where it refused the archive that it was given. */
    private static boolean hasArchive() {
        return System.getProperty("java.vm.info", "").contains("sharing");
    }

    /** The JVM leaves a mark before it sends itself the signal when memory has run out. */
    private static String whySigterm(WorkerArguments arguments) {
        Path mark =
                arguments.generation().resolve("oom-" + ProcessHandle.current().pid());
        return Files.exists(mark) ? "OutOfMemoryError" : "asked by SIGTERM";
    }

    /** A crash of our own making: the controller replaces what can never serve again. */
    private static void giveUp(String reason, ThreadDump dump) {
        try {
            Thread dumper = Thread.ofPlatform().name("deadlock-dump").daemon().start(() -> dump.log(reason));
            var _ = dumper.join(DUMP_LIMIT); // a dump can take as long as a thread needs to a safepoint
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Deadman.halt(WorkerExit.DEADLOCKED);
        }
    }

    private static Acceptor acceptor(WorkerArguments arguments, WorkerSettings settings, HttpEngine engine)
            throws IOException {
        List<BoundListener> listeners = listeners(arguments, settings);
        return CrewBoard.hasLine(arguments.slot())
                ? new Acceptor(listeners, engine, SharedScoreboard.mapCrew(arguments.crew()), arguments.slot())
                : new Acceptor(listeners, engine);
    }

    private static List<BoundListener> listeners(WorkerArguments arguments, WorkerSettings settings) {
        if (arguments.listeners().size() != settings.listeners().size()) {
            throw new IllegalArgumentException(
                    arguments.listeners().size() + " listener descriptors were handed down, but " + arguments.settings()
                            + " has " + settings.listeners().size());
        }
        return java.util.stream.IntStream.range(0, arguments.listeners().size())
                .mapToObj(i -> new BoundListener(
                        arguments.listeners().get(i), settings.listeners().get(i)))
                .toList();
    }

    private static Siblings siblings(WorkerArguments arguments) {
        Path state = arguments.generation().getParent();
        return new Siblings(state == null ? Path.of("/") : state, Siblings.socketNames(arguments.listeners()));
    }

    /**
     * The whole trace goes to the log here, once for each generation however often its workers are tried again; the
     * controller only needs to say that it failed and what happens next.
     */
    private static WorkerExit fail(WorkerArguments arguments, Lifeline lifeline, Throwable e) {
        String what = e instanceof ApplicationLoadException ? String.valueOf(e.getMessage()) : e.toString();
        if (FailureRecord.isNew(arguments.settings(), e)) {
            log.error("the application failed to load", e);
        } else {
            log.error("the application failed to load, as before: {}", what);
        }
        WorkerLogging.flush(); // first: who hears of the failure looks for the trace
        lifeline.say(new WorkerMessage.Failed(what));
        return WorkerExit.FAILED;
    }
}
