// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.generation.Digest;
import spawning.controller.posix.ExitReason;
import spawning.controller.posix.Fd;
import spawning.controller.posix.FileTree;
import spawning.protocol.WorkerSettings;

/**
 * Makes one cache: a process that lives a worker's life is recorded, and a second one makes the archive of the record.
 * Two processes of ours rather than one that starts the other by itself (-XX:AOTCacheOutput): so both can be ended.
 *
 * @param name of the cache
 * @param shown for the log
 * @param java the executable
 * @param options of the JVM, as workers have them
 * @param classPath of a worker; each jar another file name
 * @param settings of the workers that are rehearsed, one after the other; each with one listener, a unix socket
 * @param scratch a folder that does not exist, for what such workers write; it is removed at the end
 * @param workingDirectory of a worker
 * @param environment of a worker
 * @param limit for both processes together, usually {@link #LIMIT}
 */
public record Training(
        String name,
        String shown,
        Path java,
        List<String> options,
        List<Source> classPath,
        List<WorkerSettings> settings,
        Path scratch,
        Path workingDirectory,
        Map<String, String> environment,
        Duration limit) {
    /** A jar of the class path, and what its content has to be. */
    public record Source(Path path, String sha256) {
        String file() {
            return String.valueOf(path.getFileName());
        }
    }

    /** Whoever warms an image waits for it, and a service takes half a core for as long. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Logger log = LoggerFactory.getLogger(Training.class);
    /** Lines that say nothing of a failure: the JVM's own, and frames of a stack. */
    private static final Pattern JVM_OR_TRACE = Pattern.compile("\\s|$|\\[|AOTC|Reading AOTC");

    /** Has the value 1 in processes that serve nobody, so that an application can leave alone what is outside. */
    public static final String VARIABLE = "SPAWNING_TRAINING";

    private static final String MAIN = "spawning.server.TrainingMain";

    /** What an archive takes at least, beside the jars: the classes of the JDK and the server. */
    private static final long LEAST = 64L << 20;

    /** From one look to the next whether another process is done; its lock is a file's, which tells nobody of its end. */
    private static final Duration OTHERS = Duration.ofSeconds(1);

    /**
     * Makes it, after those that others are making, of which each takes {@link #limit} at most.
     *
     * @throws TrainingFailed none could be made; nothing is left of it but what it said
     * @throws InterruptedException broken off; nothing is left of it
     */
    public AotCache runInTurn(AotStore store) throws TrainingFailed, InterruptedException {
        for (boolean said = false; true; said = true) {
            Optional<AotCache> made = run(store);
            if (made.isPresent()) {
                return made.get();
            }
            if (!said) {
                log.info("another process makes a cache in {}; waiting for it", store.root());
            }
            Thread.sleep(OTHERS);
        }
    }

    /**
     * Makes it. Blocks up to {@link #limit}.
     *
     * @return the finished cache; empty when another process is at it, here or elsewhere
     * @throws TrainingFailed none could be made; nothing is left of it but what it said
     * @throws InterruptedException broken off; nothing is left of it
     */
    public Optional<AotCache> run(AotStore store) throws TrainingFailed, InterruptedException {
        try {
            Optional<Fd> right = store.tryTraining();
            if (right.isEmpty()) {
                return Optional.empty();
            }
            try (Fd _ = right.get()) {
                Optional<AotCache> made = store.find(name); // by another one, while we waited
                return made.isPresent() ? made : train(store);
            }
        } catch (FileSystemException e) {
            throw new TrainingFailed(e.toString(), e); // its message is but the file's name
        } catch (IOException e) {
            throw new TrainingFailed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private Optional<AotCache> train(AotStore store) throws IOException, TrainingFailed, InterruptedException {
        long room = LEAST;
        for (Source jar : classPath) {
            room += Files.size(jar.path());
        }
        try (AotStore.Unfinished cache = store.begin(name, room)) {
            try {
                Files.createDirectory(scratch);
                copy(cache.jars());
                long deadline = System.nanoTime() + limit.toNanos();
                step(cache, "recording", recording(cache), deadline);
                step(cache, "assembling", assembling(cache), deadline);
                cache.finish();
            } catch (TrainingFailed e) {
                keepLog(store, cache);
                throw e;
            } finally {
                FileTree.remove(scratch);
            }
        }
        return store.find(name);
    }

    /**
     * Jars of the installation may be replaced at any time, hence a look at what was copied. Times are whole seconds, for
     * the JVM wants them unchanged, and layers of images keep no more.
     */
    private void copy(Path folder) throws IOException {
        FileTree.remove(folder);
        Files.createDirectory(folder);
        for (Source jar : classPath) {
            Path target = folder.resolve(jar.file());
            Files.copy(jar.path(), target, StandardCopyOption.COPY_ATTRIBUTES);
            FileTime time = Files.getLastModifiedTime(target);
            Files.setLastModifiedTime(target, FileTime.from(time.toInstant().truncatedTo(ChronoUnit.SECONDS)));
            if (!Digest.of(target).equals(jar.sha256())) {
                throw new IOException(jar.path() + " has changed since the generation was made");
            }
        }
    }

    private List<String> recording(AotStore.Unfinished cache) throws IOException {
        List<String> arguments = new ArrayList<>(jvm(cache));
        arguments.add("-XX:AOTMode=record");
        arguments.add("-XX:AOTConfiguration=" + cache.record());
        arguments.add(MAIN);
        for (int i = 0; i < settings.size(); i++) {
            Path folder = Files.createDirectory(scratch.resolve("" + (i + 1)));
            Path file = folder.resolve("settings");
            settings.get(i).write(file);
            arguments.add(TrainingStep.FOLDER.resolve(scratch.relativize(file)).toString());
        }
        return arguments;
    }

    private List<String> assembling(AotStore.Unfinished cache) {
        List<String> arguments = new ArrayList<>(jvm(cache));
        arguments.add("-XX:AOTMode=create");
        arguments.add("-XX:AOTConfiguration=" + cache.record());
        arguments.add("-XX:AOTCache=" + cache.archive());
        return arguments;
    }

    private List<String> jvm(AotStore.Unfinished cache) {
        List<String> arguments = new ArrayList<>(List.of("spawning: training"));
        arguments.addAll(options);
        arguments.add("-cp");
        arguments.add(classPath.stream()
                .map(jar -> cache.jars().resolve(jar.file()).toString())
                .collect(Collectors.joining(":")));
        return arguments;
    }

    private void step(AotStore.Unfinished cache, String what, List<String> arguments, long deadline)
            throws IOException, TrainingFailed, InterruptedException {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(VARIABLE, "1");
        long begin = System.nanoTime();
        Duration left = Duration.ofNanos(deadline - begin);
        ExitReason exit =
                new TrainingStep(java, arguments, workingDirectory, variables, scratch, cache.log()).run(left);
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        log.debug("{} the AOT cache of {} took {} ms: {}", what, shown, took.toMillis(), exit);
        if (took.compareTo(left) >= 0) {
            throw TrainingFailed.late(what + " the AOT cache of " + shown + " was not done after " + limit.toSeconds()
                    + " s, the limit of the whole training; " + lastLine(cache));
        }
        if (!exit.equals(new ExitReason.Exited(0))) {
            throw new TrainingFailed(
                    what + " the AOT cache of " + shown + " failed (" + exit + "); " + lastLine(cache));
        }
    }

    private static String lastLine(AotStore.Unfinished cache) {
        try {
            List<String> lines = Files.readAllLines(cache.log(), StandardCharsets.ISO_8859_1);
            return lines.reversed().stream()
                    .filter(line -> !JVM_OR_TRACE.matcher(line).lookingAt())
                    .findFirst()
                    .map(line -> "it said: " + line.strip())
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "it said nothing";
        }
    }

    /** The folder goes; what was said stays for who wants to know. */
    private void keepLog(AotStore store, AotStore.Unfinished cache) {
        try {
            if (Files.exists(cache.log())) {
                Files.move(cache.log(), store.said(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            log.debug("what the training said is lost: {}", e.toString());
        }
    }
}
