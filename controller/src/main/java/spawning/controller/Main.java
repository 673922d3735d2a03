// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.cli.ParseResult;
import spawning.controller.cli.SpawningCommand;
import spawning.controller.config.ConfigProblem;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.WorkingDirectory;
import spawning.controller.generation.StateFolder;
import spawning.controller.launch.PosixWorkerLauncher;
import spawning.controller.launch.WorkerWatcher;
import spawning.controller.listener.Bind;
import spawning.controller.listener.BoundListener;
import spawning.controller.listener.CannotBindException;
import spawning.controller.listener.ListenerLease;
import spawning.controller.listener.Listeners;
import spawning.controller.listener.UnavailableResponder;
import spawning.controller.plan.Planner;
import spawning.controller.signal.Signals;
import spawning.controller.signal.Terminal;
import spawning.controller.time.Mailbox;
import spawning.controller.time.MonotonicClock;
import spawning.controller.time.Revocable;

/** The controller process, in order: read the configuration, bind, take the signals, run the loop, leave. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger("spawning");

    private Main() {}

    /** {@code spawning [options] APPLICATION [MIDDLEWARE...]}. */
    public static void main(String[] args) {
        System.exit(run(args).code());
    }

    private static ExitStatus run(String[] args) {
        Path directory = WorkingDirectory.logical(System.getenv(), Path.of("").toAbsolutePath());
        switch (SpawningCommand.parse(args, System.getenv(), directory)) {
            case ParseResult.Information(String text) -> {
                System.out.print(text);
                return ExitStatus.STOPPED;
            }
            case ParseResult.Problems problems -> {
                System.err.print(problems.text());
                return ExitStatus.USAGE;
            }
            case ParseResult.Run(ControllerConfig config, List<String> warnings) -> {
                setLevel(config.logging().level());
                warnings.forEach(warning -> log.warn("{}", warning));
                return serve(config, args, directory);
            }
        }
    }
}
