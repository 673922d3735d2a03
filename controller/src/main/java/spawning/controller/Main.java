// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.cli.ParseResult;
import spawning.controller.cli.SpawningCommand;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.Option;
import spawning.controller.config.WorkingDirectory;
import spawning.controller.service.Daemon;
import spawning.controller.service.Starter;
import spawning.protocol.boot.BootTrace;
import spawning.protocol.boot.ProcessStart;

/** The controller process: reads what was asked for, and serves. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** {@code spawning [options] APPLICATION [MIDDLEWARE...]}; the exit code is one of {@link ExitStatus}. */
    public static void main(String[] args) {
        if (Arrays.asList(args).contains(Option.TRACE_BOOT.shown())) { // else it begins when the configuration is known
            BootTrace.begin(ProcessStart.nanos(), "main");
        }
        ExitStatus status;
        try {
            status = run(args);
        } catch (RuntimeException | Error e) {
            log.error("a fault of Spawning itself; the workers finish what runs and leave", e);
            status = ExitStatus.INTERNAL;
        }
        BootTrace.end(log::info); // of a start that failed
        endLog();
        System.exit(status.code());
    }

    private static ExitStatus run(String[] args) {
        if (args.length > 0 && args[0].equals(WarmCommand.WORD)) {
            return WarmCommand.ofThisProcess().run(List.of(args).subList(1, args.length));
        }
        Supplier<ParseResult> configuration = configuration(args, System.getenv());
        return switch (configuration.get()) {
            case ParseResult.Information(String text) -> {
                System.out.print(text);
                yield ExitStatus.STOPPED;
            }
            case ParseResult.Problems problems -> {
                System.err.print(problems.text());
                yield ExitStatus.USAGE;
            }
            case ParseResult.Run(ControllerConfig config, List<String> warnings) -> {
                setLevel(config.logging().level());
                if (config.logging().traceBoot()) {
                    BootTrace.begin(ProcessStart.nanos(), "main");
                }
                BootTrace.step("command line and configuration read");
                yield config.service().daemonize() && !Starter.isThere()
                        ? new Daemon(System.err).start()
                        : Service.run(config, warnings, configuration);
            }
        };
    }

    /** Reads what the arguments ask for, now and at each reload. */
    static Supplier<ParseResult> configuration(String[] args, Map<String, String> env) {
        Path directory = WorkingDirectory.logical(env, Path.of("").toAbsolutePath());
        return () -> SpawningCommand.parse(args, env, directory);
    }

    /** Writes what is queued, for a second at most; nothing is logged after it. */
    static void endLog() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** Sets the least level that is logged. */
    static void setLevel(String level) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
    }
}
