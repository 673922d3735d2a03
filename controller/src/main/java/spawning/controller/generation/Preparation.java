// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.config.DurationText;
import spawning.controller.posix.Environment;
import spawning.controller.posix.FileTree;
import spawning.protocol.boot.BootTrace;

/**
 * The making of one snapshot, as the controller sees it: a process that it starts, listens to and waits for. When none
 * comes of it, the generation's folder is removed.
 */
public final class Preparation {
    /** Nobody waits for it but people; it is there for the compiler that never ends. */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** Lines of the compiler that are kept; the log has all. */
    private static final int MAX_SAID = 100;

    private static final Pattern JVM_NOTE = Pattern.compile("^(NOTE: )?Picked up (JAVA_TOOL|JDK_JAVA|_JAVA)_OPTIONS: ");

    private final PreparationRequest request;
    private final PreparerCommandLine commandLine;
    private final Duration limit;
    private final ProcessStarter starter;
    private final Object lock = new Object();
    private @Nullable Process process;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private boolean cancelled;

    /** Starts nothing yet. */
    public Preparation(PreparationRequest request, PreparerCommandLine commandLine) {
        this(request, commandLine, LIMIT, Preparation::start);
    }

    /** One that is made by a process that may have made others before. Starts nothing yet. */
    public Preparation(PreparationRequest request, PreparerCommandLine commandLine, ResidentPreparer resident) {
        this(request, commandLine, LIMIT, (arguments, directory) -> resident.prepare(request.folder(), directory));
    }

    Preparation(PreparationRequest request, PreparerCommandLine commandLine, Duration limit, ProcessStarter starter) {
        this.request = request;
        this.commandLine = commandLine;
        this.limit = limit;
        this.starter = starter;
    }

    /**
     * Makes the snapshot. Blocks until it is there, not longer than {@link #LIMIT}: for a helper thread, never the
     * controller's. To be called once.
     *
     * @throws PreparationFailed there is no snapshot, and its folder is gone; compiler messages are in the log
     */
    public Snapshot run() throws PreparationFailed {
        try {
            return prepare();
        } catch (PreparationFailed e) {
            removeFolder(e);
            throw e;
        } catch (IOException e) {
            PreparationFailed failed = new PreparationFailed(PreparerMain.reason(e), e);
            removeFolder(failed);
            throw failed;
        }
    }

    /** Ends it, now or when it begins; {@link #run} then throws. Any thread; blocks for seconds where a resident preparer has to end. */
    public void cancel() {
        synchronized (lock) {
            cancelled = true;
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    private Snapshot prepare() throws PreparationFailed, IOException {
        request.write();
        Process started = start();
        BootTrace.step("preparer started");
        AtomicReference<@Nullable String> reason = new AtomicReference<>();
        try {
            var messages = listen(started.inputReader(StandardCharsets.UTF_8), line -> message(line, reason));
            var console = listen(started.errorReader(StandardCharsets.UTF_8), this::console);
            boolean ended = started.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                throw new PreparationFailed("the preparer (pid " + started.pid() + ") was not done after "
                        + DurationText.format(limit) + ", the limit; it was killed");
            }
            CompletableFuture.allOf(messages, console)
                    .completeOnTimeout(null, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            BootTrace.step("preparer ended");
            return result(started.exitValue(), Optional.ofNullable(reason.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PreparationFailed("the preparation was interrupted", e);
        } finally {
            started.destroyForcibly();
            started.getOutputStream().close();
        }
    }

    /** In the working directory, so that the compiler can show file names as they were typed. */
    private Process start() throws PreparationFailed, IOException {
        if (!Files.isDirectory(request.workingDirectory())) {
            throw new PreparationFailed("the working directory " + request.workingDirectory() + " does not exist");
        }
        Path directory = request.workingDirectory().toRealPath();
        List<String> arguments = commandLine.arguments(request.folder());
        synchronized (lock) {
            if (cancelled) {
                throw new PreparationFailed("the preparation was cancelled");
            }
            Process started = starter.start(arguments, directory);
            process = started;
            return started;
        }
    }

    private Snapshot result(int exitCode, Optional<String> reason) throws PreparationFailed, IOException {
        synchronized (lock) {
            if (cancelled) {
                throw new PreparationFailed("the preparation was cancelled");
            }
        }
        if (exitCode != 0) {
            String why = reason.orElse("the preparer ended with exit code " + exitCode
                    + " and gave no reason; what it wrote is in the log");
            throw new PreparationFailed(why, String.join("\n", said), null);
        }
        return Snapshot.read(request.folder());
    }

    private void message(String line, AtomicReference<@Nullable String> reason) {
        PreparerMessage.parse(line)
                .ifPresentOrElse(
                        message -> {
                            switch (message.kind()) {
                                case DEBUG -> LOG.debug(message.sentence());
                                case WARN -> LOG.warn(message.sentence());
                                case CONSOLE -> console(message.sentence());
                                case END -> LOG.debug("the preparer stays");
                                case FAILED -> reason.set(message.sentence());
                            }
                        },
                        () -> LOG.info(line));
    }

    /** What the compiler says, and the JVM; the JVM's notes about variables that it takes options from are none of its errors. */
    private void console(String line) {
        jvmSaid(line);
        if (said.size() < MAX_SAID && !JVM_NOTE.matcher(line).find()) {
            said.add(line);
        }
    }

    /** A line that went to the preparer's stderr. */
    static void jvmSaid(String line) {
        if (JVM_NOTE.matcher(line).find()) {
            LOG.debug(line);
        } else {
            LOG.error(line);
        }
    }

    private static Process start(List<String> arguments, Path directory) throws IOException {
        return process(arguments, directory).start();
    }

    /** One that gets the environment that all our children get. */
    static ProcessBuilder process(List<String> arguments, Path directory) {
        ProcessBuilder builder = new ProcessBuilder(arguments).directory(directory.toFile());
        Environment.applyTo(builder.environment());
        return builder;
    }

    /** Reads to the end on a thread of its own: a full pipe would stop the preparer. */
    private static CompletableFuture<Void> listen(BufferedReader reader, Consumer<String> line) {
        return CompletableFuture.runAsync(
                () -> reader.lines().forEach(line),
                task -> Thread.ofVirtual().name("preparer output").start(task));
    }

    private void removeFolder(PreparationFailed failed) {
        try {
            FileTree.remove(request.folder());
        } catch (IOException e) {
            failed.addSuppressed(e);
        }
    }

    /** Starts a process; tests start none. */
    @FunctionalInterface
    interface ProcessStarter {
        Process start(List<String> arguments, Path directory) throws IOException;
    }
}
