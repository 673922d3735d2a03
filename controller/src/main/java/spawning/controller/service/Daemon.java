// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.ExitStatus;
import spawning.controller.posix.ChildProcess;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Signal;
import spawning.controller.posix.Spawn;

/**
 * Starts the controller in the background: the same program once more, in a session of its own without a terminal, with a
 * pipe on which it says how it goes. A JVM cannot fork, and need not. Whoever called {@code spawning --daemonize} waits
 * here until the first worker is ready, or hears why none will be.
 */
public final class Daemon {
    private static final Logger log = LoggerFactory.getLogger(Daemon.class);
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final Path PROGRAM = Path.of("/proc/self/exe");

    private final PrintStream out;
    private final AtomicBoolean ready = new AtomicBoolean();

    /** @param out where what the daemon says before it is ready is shown */
    public Daemon(PrintStream out) {
        this.out = out;
    }

    /**
     * Starts it, and waits until it is ready or has ended. If this process is told to end meanwhile, so is the daemon:
     * nothing half-started stays.
     *
     * @return what to leave with
     */
    public ExitStatus start() {
        try (Posix.Pipe pipe = Posix.pipe2()) {
            Spawn spawn = new Spawn(
                    Files.readSymbolicLink(PROGRAM),
                    commandLine(Files.readAllBytes(COMMAND_LINE)),
                    List.of(pipe.write()),
                    Optional.empty(),
                    Map.of());
            ChildProcess daemon = spawn.start();
            pipe.write().close();
            Thread taken = Thread.ofPlatform().unstarted(() -> takeBack(daemon));
            Runtime.getRuntime().addShutdownHook(taken);
            listen(Path.of("/dev/fd/" + pipe.read().number()));
            return ready.get() ? ExitStatus.STOPPED : ending(daemon);
        } catch (IOException e) {
            log.error("the daemon cannot be started: {}", e.getMessage());
            return ExitStatus.INTERNAL;
        }
    }

    /** The same JVM with the same options and arguments, and how to find the pipe, before the first of its options. */
    static List<String> commandLine(byte[] own) {
        List<String> arguments = new ArrayList<>(List.of(new String(own, StandardCharsets.UTF_8).split("\0", -1)));
        arguments.removeLast(); // what follows the last zero
        arguments.add(1, "-D" + Starter.PROPERTY + "=" + Spawn.FIRST_DESCRIPTOR);
        return arguments;
    }

    private void listen(Path pipe) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(new FileInputStream(pipe.toFile()), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals(Starter.READY)) {
                    ready.set(true);
                    return;
                }
                out.println(line);
            }
        }
    }

    /** It has closed the pipe, so its end is near. */
    private ExitStatus ending(ChildProcess daemon) {
        ExitReason reason = daemon.await();
        for (ExitStatus status : ExitStatus.values()) {
            if (status.code() == reason.exitCode()) {
                // it may have been stopped before it was ready: that is no success of a start
                return status == ExitStatus.STOPPED ? stoppedBefore() : status;
            }
        }
        out.println("the daemon ended before it was ready: " + reason);
        return ExitStatus.INTERNAL;
    }

    private ExitStatus stoppedBefore() {
        out.println("the daemon was stopped before it was ready");
        return ExitStatus.INTERNAL;
    }

    private void takeBack(ChildProcess daemon) {
        if (!ready.get()) {
            try {
                daemon.kill(Signal.TERM);
            } catch (PosixException e) {
                out.println("the daemon cannot be stopped: " + e.getMessage());
            }
        }
    }
}
