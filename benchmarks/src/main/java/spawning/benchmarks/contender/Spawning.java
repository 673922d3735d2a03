// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import spawning.benchmarks.Workload;
import spawning.benchmarks.peer.BenchServlet;
import spawning.benchmarks.peer.Bodies;

/**
 * Spawning from this tree, through its own launcher.
 *
 * @param application what it serves
 * @param processes workers
 * @param threads a worker's threads; 0 is green threads
 * @param heap of each worker
 * @param accessLog whether requests are logged, to a file
 * @param more options
 */
public record Spawning(
        String name,
        Path home,
        Application application,
        int processes,
        int threads,
        Heap heap,
        boolean accessLog,
        List<String> more)
        implements Contender {
    static final String AOT = "--aot=";
    static final String AOT_OFF = "--aot=off";
    private static final String AOT_FOLDER = "--aot-folder";
    private static final Map<Path, String> HELP = new ConcurrentHashMap<>();

    /** The workloads, in one of the forms that it serves. */
    public sealed interface Application {
        Application WSGI = new Wsgi();
        Application SERVLET = new Servlet();
    }

    private record Wsgi() implements Application {}

    private record Servlet() implements Application {}

    /**
     * A web application of others, which answers no workload.
     *
     * @param probe a path that it answers without an error
     */
    public record War(String file, String probe) implements Application {}

    /** A fixed one makes throughput comparable, memory is measured with what Spawning reckons itself. */
    public enum Heap {
        FIXED,
        RECKONED;

        private List<String> options() {
            return switch (this) {
                case FIXED -> List.of("-J", "-Xms256m", "-J", "-Xmx256m");
                case RECKONED -> List.of();
            };
        }
    }

    @Override
    public String settings() {
        return "this tree; bin/spawning " + String.join(" ", options()) + " -l " + (accessLog ? "FILE" : "/dev/null");
    }

    @Override
    public String probe() {
        return application instanceof War war ? war.probe() : Workload.HELLO.path();
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
        command.addAll(aotFolder());
        command.addAll(List.of("--state", scratch.toString(), "-p", "" + port));
        command.addAll(List.of("-l", accessLog ? scratch.resolve("access.log").toString() : "/dev/null"));
        command.addAll(application(scratch));
        return command;
    }

    /** Has the AOT cache of the workers made, where there are such and it uses one: otherwise it would be made beside what is measured. */
    @Override
    public List<List<String>> preparations(Path scratch) throws IOException {
        if (!knows(home, AOT) || more.contains(AOT_OFF)) {
            return List.of();
        }
        List<String> command = new ArrayList<>(command(0, scratch));
        command.add(1, "warm");
        return List.of(command);
    }

    /** Whether {@code bin/spawning --help} of that tree names the option. */
    public static boolean knows(Path home, String option) {
        return HELP.computeIfAbsent(
                        home,
                        tree -> Tool.output(tree.resolve("bin/spawning").toString(), "--help")
                                .orElse(""))
                .contains(option);
    }

    /** Caches are kept from one run to the next, as in service; their names tell whether they fit. */
    private List<String> aotFolder() {
        return knows(home, AOT_FOLDER)
                ? List.of(AOT_FOLDER, home.resolve("benchmarks/target/aot").toString())
                : List.of();
    }

    private List<String> application(Path scratch) throws IOException {
        return switch (application) {
            case Wsgi _ ->
                List.of(home.resolve("benchmarks/src/applications/Bench.java").toString());
            case Servlet _ -> servletArguments(scratch);
            case War war -> List.of(war.file());
        };
    }

    /** The same with more options, and more in its name. */
    public Spawning with(String suffix, List<String> options) {
        List<String> all = Stream.concat(more.stream(), options.stream()).toList();
        return new Spawning(name + suffix, home, application, processes, threads, heap, accessLog, all);
    }

    /** What serves the servlet: the options, and the name of its class. */
    private static List<String> servletArguments(Path scratch) throws IOException {
        String classes = servletAlone(scratch).toString();
        return List.of("--factory", "servlet", "--classpath", classes, BenchServlet.class.getName());
    }

    /** A class path with these classes alone: the annotations of all classes on it are read at the start. A jar, for AOT caches know no folders. */
    private static Path servletAlone(Path scratch) throws IOException {
        Path jar = scratch.resolve("servlet.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : List.of(BenchServlet.class, Bodies.class)) {
                String file = type.getName().replace('.', '/') + ".class";
                ZipEntry entry = new ZipEntry(file);
                entry.setTime(0); // the same bytes each time
                out.putNextEntry(entry);
                try (InputStream in = Spawning.class.getResourceAsStream("/" + file)) {
                    Objects.requireNonNull(in, file).transferTo(out);
                }
            }
        }
        return jar;
    }

    private List<String> options() {
        Stream<String> size = Stream.of("-s", "" + processes, "-t", "" + threads);
        return Stream.of(size, heap.options().stream(), more.stream())
                .flatMap(s -> s)
                .toList();
    }
}
