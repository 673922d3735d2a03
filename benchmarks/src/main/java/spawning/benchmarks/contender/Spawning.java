// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import spawning.benchmarks.peer.BenchServlet;

/**
 * Spawning from this tree, through its own launcher.
 *
 * @param application what it serves
 * @param processes workers
 * @param threads a worker's threads; 0 is green threads
 * @param accessLog whether requests are logged, to a file
 * @param more options
 */
public record Spawning(
        String name,
        Path home,
        Application application,
        int processes,
        int threads,
        boolean accessLog,
        List<String> more)
        implements Contender {
    /** The workloads, in one of the forms that it serves. */
    public enum Application {
        WSGI,
        SERVLET
    }

    private static final List<String> HEAP = List.of("-J", "-Xms256m", "-J", "-Xmx256m");

    @Override
    public String settings() {
        return "this tree; bin/spawning " + String.join(" ", options()) + " -l " + (accessLog ? "FILE" : "/dev/null");
    }

    @Override
    public boolean isJvm() {
        return true;
    }

    @Override
    public int servingProcesses() {
        return processes;
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/spawning").toString());
        command.addAll(options());
        command.addAll(List.of("--state", scratch.toString(), "-p", "" + port));
        command.addAll(List.of("-l", accessLog ? scratch.resolve("access.log").toString() : "/dev/null"));
        command.addAll(application(scratch));
        return command;
    }

    private List<String> application(Path scratch) throws IOException {
        return switch (application) {
            case WSGI ->
                List.of(home.resolve("benchmarks/src/applications/Bench.java").toString());
            case SERVLET -> servletArguments(scratch);
        };
    }

    /** What serves the servlet: the options, and the name of its class. */
    public static List<String> servletArguments(Path scratch) throws IOException {
        String classes = servletAlone(scratch).toString();
        return List.of("--factory", "servlet", "--classpath", classes, BenchServlet.class.getName());
    }

    /** A class path with this one class: the annotations of all classes on it are read at the start. */
    private static Path servletAlone(Path scratch) throws IOException {
        Path root = scratch.resolve("classes");
        String file = BenchServlet.class.getName().replace('.', '/') + ".class";
        Path target = root.resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream in = Spawning.class.getResourceAsStream("/" + file)) {
            Files.copy(Objects.requireNonNull(in, file), target);
        }
        return root;
    }

    private List<String> options() {
        Stream<String> size = Stream.of("-s", "" + processes, "-t", "" + threads);
        return Stream.of(size, HEAP.stream(), more.stream()).flatMap(s -> s).toList();
    }
}
