// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.ChildProcess;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Spawn;

/**
 * A process of a training: in a session of its own, its input /dev/null, its output in a file, the first
 * {@value #MOST_SAID} bytes of it. It never outlives the controller: the kernel kills it when a pipe hangs up that only
 * the controller has open for writing. What it started is killed with it. Where memory runs out, it is the first to go.
 *
 * @param arguments the command line from argv[0] on
 * @param environment variables added to the controller's
 * @param folder that it has open, as {@link #FOLDER}: a short name, for those of unix sockets have 107 bytes at most
 * @param log where its output is appended
 */
record TrainingStep(
        Path executable,
        List<String> arguments,
        Path workingDirectory,
        Map<String, String> environment,
        Path folder,
        Path log) {
    /** By what name the process has its folder, behind the pipe. */
    static final Path FOLDER = Path.of("/proc/self/fd/" + (Spawn.FIRST_DESCRIPTOR + 1));

    private static final Logger LOG = LoggerFactory.getLogger(TrainingStep.class);
    private static final int MOST_SAID = 1 << 18;
    private static final int BUFFER = 1 << 14;
    /** A third of what a session of nice 0 gets. */
    private static final int SESSION_NICE = 5;

    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * Runs it to its end.
     *
     * @param limit after which it is killed
     * @return its exit; signalled, too, when the limit has passed
     * @throws InterruptedException somebody wants it to end; it has ended
     */
    ExitReason run(Duration limit) throws IOException, InterruptedException {
        try (Posix.Pipe life = Posix.pipe2();
                Posix.Pipe output = Posix.pipe2();
                Fd opened = Posix.open(folder);
                Fd high = Posix.duplicate(opened.number());
                ChildProcess child = start(life, output, high)) {
            output.write().close();
            Thread listener =
                    Thread.ofPlatform().name("aot-training-output").daemon().start(() -> listen(output.read()));
            FutureTask<ExitReason> end = new FutureTask<>(() -> {
                child.awaitEnd();
                child.killGroup();
                return child.await();
            });
            Thread.ofPlatform().name("aot-training-end").daemon().start(end);
            try {
                return await(child, end, limit);
            } finally {
                var _ = listener.join(LAST_WORDS);
            }
        }
    }

    private ChildProcess start(Posix.Pipe life, Posix.Pipe output, Fd opened) throws PosixException {
        ChildProcess child = new Spawn(
                        executable,
                        arguments,
                        List.of(life.read(), opened),
                        Optional.of(workingDirectory),
                        environment,
                        Optional.of(output.write()))
                .start();
        try {
            Posix.killAtHangUp(life.read(), child.pid());
            standBack(child.pid());
            return child;
        } catch (PosixException e) {
            child.killAndReap();
            child.close();
            throw e;
        }
    }

    /**
     * When memory runs out, the kernel is to end the training and neither a worker nor the controller (oom_score_adj(5)).
     * And where the kernel shares out processors among sessions, its low priority counts for nothing outside its own; so the
     * session gets less than that of a worker (sched(7), autogroup), but enough to be done within the limit.
     */
    private static void standBack(int pid) {
        Path process = Path.of("/proc/" + pid);
        try {
            Files.writeString(process.resolve("oom_score_adj"), "1000");
            int nice = nice(Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1));
            if (nice > 0 && Files.exists(process.resolve("autogroup"))) {
                Files.writeString(process.resolve("autogroup"), "" + Math.min(nice, SESSION_NICE));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("training process {} cannot be put behind others: {}", pid, e.toString());
        }
    }

    /** Field 19 of proc_pid_stat(5); the second is a name in parentheses, with any characters. */
    private static int nice(String stat) {
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    private static ExitReason await(ChildProcess child, FutureTask<ExitReason> end, Duration limit)
            throws InterruptedException {
        try {
            return get(end, limit);
        } catch (TimeoutException e) {
            LOG.debug("training process {} is not done after {}; it is killed", child.pid(), limit);
            child.killGroup();
        } catch (InterruptedException e) {
            child.killGroup();
            awaitKilled(end);
            throw e;
        }
        return awaitKilled(end);
    }

    private static ExitReason awaitKilled(FutureTask<ExitReason> end) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return get(end, Duration.ofDays(1));
                } catch (InterruptedException e) {
                    interrupted = true; // a killed process ends soon
                } catch (TimeoutException e) {
                    throw new IllegalStateException("a killed process does not end", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static ExitReason get(FutureTask<ExitReason> end, Duration limit)
            throws InterruptedException, TimeoutException {
        try {
            return end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a child failed", e);
        }
    }

    private void listen(Fd from) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (OutputStream file = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            long written = Files.size(log);
            while (Posix.read(from, buffer.clear()) > 0) {
                byte[] bytes = new byte
                        [Math.clamp(MOST_SAID - written, 0, buffer.flip().remaining())];
                buffer.get(bytes);
                file.write(bytes);
                written += bytes.length;
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("what the training says is lost from here on: {}", e.toString());
        }
    }
}
