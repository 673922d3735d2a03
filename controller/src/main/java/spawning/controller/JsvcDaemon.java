// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.commons.daemon.Daemon;
import org.apache.commons.daemon.DaemonContext;
import org.apache.commons.daemon.DaemonController;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.cli.ParseResult;
import spawning.controller.config.ControllerConfig;
import spawning.controller.service.CannotStartException;
import spawning.controller.service.JsvcEnvironment;
import spawning.controller.service.Outputs;
import spawning.controller.signal.JsvcSignals;

/**
 * The controller below jsvc of Apache Commons Daemon, which looks after pid file, output files and the user. jsvc calls
 * the methods one after the other on the JVM's first thread: {@link #init} when ports below 1024 can be bound,
 * {@link #start} when its option -user leaves no such right, and {@link #stop} and {@link #destroy} after a SIGTERM.
 */
public final class JsvcDaemon implements Daemon {
    private static final Logger log = LoggerFactory.getLogger(JsvcDaemon.class);

    /** What an end may take beside the drain: evidence, and the removal of snapshots. */
    private static final Duration BESIDE_DRAIN = Duration.ofSeconds(30);

    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<Ending> end = new CompletableFuture<>();
    private volatile boolean stopping;
    private @Nullable Service service;
    private @Nullable DaemonController jsvc;

    /**
     * Why it cannot be started. Not the DaemonInitException that is meant for this: on it jsvc 1.5.1 sends SIGTERM to process 0,
     * which is the whole process group, and so the shell or the script that called it.
     */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message, null, false, false); // jsvc prints the stack, which tells nothing
        }
    }

    /** How it ended, and why, in a sentence. */
    private record Ending(ExitStatus status, String reason) {}

    /**
     * Reads the arguments, which are those of {@code bin/spawning}, and binds the addresses.
     *
     * @throws Refusal something cannot work; nothing is left
     */
    @Override
    public void init(DaemonContext context) throws Refusal, IOException {
        jsvc = context.getController();
        Map<String, String> env = JsvcEnvironment.arrange(System.getenv());
        Supplier<ParseResult> configuration = Main.configuration(context.getArguments(), env);
        switch (configuration.get()) {
            case ParseResult.Information _ ->
                throw refusal("jsvc starts a service and shows nothing; for --help, --version, --check-config and"
                        + " --print-config call bin/spawning");
            case ParseResult.Problems problems -> throw refusal(problems.text().strip());
            case ParseResult.Run(ControllerConfig config, List<String> warnings) -> {
                List<String> faults = unsuitable(config.service());
                if (!faults.isEmpty()) {
                    throw refusal(String.join("\n", faults));
                }
                Main.setLevel(config.logging().level());
                service = opened(config, warnings, configuration);
            }
        }
    }

    /** What jsvc does itself, a sentence each. */
    static List<String> unsuitable(ControllerConfig.Service asked) {
        List<String> faults = new ArrayList<>();
        if (asked.daemonize()) {
            faults.add("spawning: --daemonize: jsvc detaches the service itself; leave it out");
        }
        if (asked.pidFile().isPresent()) {
            faults.add("spawning: --pidfile: jsvc writes the pid file; give jsvc -pidfile FILE instead");
        }
        if (asked.stdout().isPresent()) {
            faults.add("spawning: --stdout: jsvc leads the output; give jsvc -outfile FILE instead");
        }
        if (asked.stderr().isPresent()) {
            faults.add("spawning: --stderr: jsvc leads the output; give jsvc -errfile FILE instead");
        }
        return faults;
    }

    private Service opened(ControllerConfig config, List<String> warnings, Supplier<ParseResult> configuration)
            throws Refusal {
        Service opened = new Service(config, configuration);
        opened.outputs(Outputs.asTheyAre());
        opened.report(new ReadyReporter(() -> ready.complete(true)));
        try {
            opened.open(warnings);
            return opened;
        } catch (CannotStartException e) {
            opened.close();
            throw refusal("spawning: " + e.getMessage());
        }
    }

    /** jsvc prints the message and leaves without waiting for the log. */
    private static Refusal refusal(String message) {
        Main.endLog();
        return new Refusal(message);
    }

    /**
     * Serves on a thread of its own, and returns when the first worker is ready.
     *
     * @throws IllegalStateException none will be; all has ended
     */
    @Override
    public void start() {
        Service opened = given(service);
        Thread.ofPlatform().name("controller").start(() -> serve(opened));
        if (!ready.join()) {
            Main.endLog();
            throw new IllegalStateException(end.join().reason());
        }
        JsvcSignals signals = JsvcSignals.beforeJsvc();
        Thread.ofPlatform().name("jsvc").daemon().start(() -> accompany(signals, opened));
    }

    private void serve(Service opened) {
        Ending ending;
        try (opened) {
            ExitStatus status = opened.serve();
            ending = new Ending(status, reason(status));
        } catch (CannotStartException e) {
            log.error("{}", e.getMessage());
            ending = new Ending(e.status(), String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error e) {
            log.error("a fault of Spawning itself; the workers finish what runs and leave", e);
            ending = new Ending(ExitStatus.INTERNAL, "a fault of Spawning itself: " + e);
        }
        end.complete(ending);
        ready.complete(false);
    }

    private static String reason(ExitStatus status) {
        return switch (status) {
            case STOPPED -> "stopped";
            case NEVER_UP -> "the application never came up; the lines of the log before this say why";
            case INTERNAL, USAGE, CANNOT_BIND -> "ended with " + status + "; the lines of the log before this say why";
        };
    }

    /** Does what can only be done when jsvc has gone on after {@link #start}, and tells it of an end it did not ask for. */
    private void accompany(JsvcSignals signals, Service opened) {
        signals.take(opened::signalled);
        Ending ending = end.join();
        if (!stopping) {
            tell(given(jsvc), ending);
        }
    }

    private static void tell(DaemonController jsvc, Ending ending) {
        try {
            if (ending.status() == ExitStatus.STOPPED) {
                jsvc.shutdown();
            } else {
                jsvc.fail(ending.reason());
            }
        } catch (IllegalStateException e) {
            log.debug("jsvc stops already", e);
        }
    }

    /**
     * Stops gracefully, and waits for the end: as long as drains may take, and half a minute.
     *
     * @throws IllegalStateException it has not ended by then; the workers finish what runs and leave
     */
    @Override
    public void stop() throws Exception {
        stopping = true;
        Service opened = given(service);
        opened.stop("jsvc");
        Duration deadman = opened.deadman();
        try {
            if (deadman.isZero()) {
                var _ = end.get();
            } else {
                var _ = end.get(deadman.plus(BESIDE_DRAIN).toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException e) {
            Main.endLog();
            throw new IllegalStateException(
                    "not everything has ended " + BESIDE_DRAIN + " after the time of a drain, " + deadman, e);
        }
    }

    /** Leaves with the code of a failure; jsvc itself would leave with 0. */
    @Override
    public void destroy() {
        ExitStatus status = end.join().status();
        Main.endLog();
        if (status != ExitStatus.STOPPED) {
            System.exit(status.code());
        }
    }

    private static <T> T given(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("init was not called, or failed");
        }
        return part;
    }
}
