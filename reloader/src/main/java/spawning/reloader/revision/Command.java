// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a version control program as a child, with standard streams only (the JDK closes all other descriptors), English
 * messages, nothing to read and no questions asked, for a limited time.
 */
public final class Command implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final int MOST_WORDS_OF_ERROR = 8 << 10;

    /** What a hook of git, or a shell within one, hands down (git rev-parse --local-env-vars): it would hide the folder. */
    private static final List<String> MISLEADING = List.of(
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_COMMON_DIR",
            "GIT_PREFIX",
            "GIT_NAMESPACE",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            "GIT_TRACE",
            "LANGUAGE");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "LC_ALL", "C.UTF-8", // paths beyond ASCII cannot be told in C
            "GIT_OPTIONAL_LOCKS", "0",
            "GIT_TERMINAL_PROMPT", "0");

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Duration limit;
    private volatile boolean closed;

    /** With the usual limit. */
    public Command() {
        this(LIMIT);
    }

    Command(Duration limit) {
        this.limit = limit;
    }

    /** Makes something of what the program writes to stdout. */
    interface Reading<T> {
        T of(InputStream out) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param exit its exit code
     * @param value what was made of its output; null when that failed
     * @param error what it wrote to stderr
     */
    record Result<T>(int exit, @Nullable T value, String error) {}

    /** Where PATH has a program of that name. */
    static Optional<Path> find(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return List.of(path.split(File.pathSeparator)).stream()
                .map(folder -> Path.of(folder).resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Runs it and returns its output as text, without its last line feed. */
    Result<String> text(Path folder, List<String> words) throws Trouble, InterruptedException {
        return run(folder, words, out -> new String(out.readAllBytes(), StandardCharsets.UTF_8).stripTrailing());
    }

    /**
     * Runs it in a folder. Blocks until it ends, at most as long as the limit.
     *
     * @throws Trouble it could not be started, or took too long and was killed
     */
    <T> Result<T> run(Path folder, List<String> words, Reading<T> reading) throws Trouble, InterruptedException {
        Process process = start(folder, words);
        running.add(process);
        try {
            if (closed) {
                throw new Trouble("the reloader is leaving");
            }
            Output<T> out = new Output<>(process.getInputStream(), reading);
            Output<String> error = new Output<>(
                    process.getErrorStream(),
                    in -> new String(in.readNBytes(MOST_WORDS_OF_ERROR), StandardCharsets.UTF_8).strip());
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Trouble("'" + String.join(" ", words) + "' in " + folder + " took longer than "
                        + limit.toSeconds() + "s and was killed");
            }
            return new Result<>(
                    process.exitValue(),
                    out.await(limit),
                    Optional.ofNullable(error.await(limit)).orElse(""));
        } finally {
            end(process);
            running.remove(process);
        }
    }

    private static Process start(Path folder, List<String> words) throws Trouble {
        Path program = find(words.getFirst())
                .orElseThrow(() -> new Trouble(words.getFirst() + " is not installed (there is none on PATH)"));
        List<String> command = new ArrayList<>(words);
        command.set(0, program.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeAll(MISLEADING);
        builder.environment().putAll(ENVIRONMENT);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Trouble("'" + String.join(" ", words) + "' in " + folder + " does not start: " + e.getMessage());
        }
    }

    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Kills what runs, and lets nothing run from now on. Any thread. */
    @Override
    public void close() {
        closed = true;
        running.forEach(Command::end);
    }

    /** A stream that a thread of its own reads to the end, so that the program is never kept from writing. */
    private static final class Output<T> {
        private final Thread reader;
        private volatile @Nullable T value;

        Output(InputStream stream, Reading<T> reading) {
            reader = Thread.ofPlatform().name("output").daemon().start(() -> {
                try (InputStream in = new BufferedInputStream(stream)) {
                    read(in, reading);
                } catch (IOException e) {
                    // killed: that it has no value, or the exit code, tells enough
                }
            });
        }

        /** Also what cannot be read is taken, so that the program comes to its end. */
        private void read(InputStream in, Reading<T> reading) throws IOException {
            try {
                value = reading.of(in);
            } finally {
                var _ = in.transferTo(OutputStream.nullOutputStream());
            }
        }

        @Nullable
        T await(Duration limit) throws InterruptedException {
            var _ = reader.join(limit);
            return value;
        }
    }
}
