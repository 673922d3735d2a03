// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import spawning.controller.posix.Spawn;

/**
 * The command line of one worker. Pure: nothing is read, written or started here.
 *
 * <p>Descriptors of the worker: 0 is /dev/null, 1 and 2 are the controller's, 3 is where it reads what the controller
 * says, 4 where it writes, 5 its scoreboard, 6 what it shares with the other workers, from 7 on its listeners in order.
 *
 * @param java the java executable, an absolute path
 * @param jvmOptions options of the JVM; in each <code>{slot}</code> and <code>{generation}</code> are filled in
 * @param classPath jars, the server's own first
 * @param generationFolder where the generation's {@code settings} are, an absolute path
 * @param generation counted from 1
 * @param slot the worker's number, counted from 1
 * @param application as shown in the process title
 * @param listeners how many descriptors of listeners follow
 * @param workingDirectory where the worker starts; empty is where the controller is
 * @param environment variables added to the controller's
 * @param traced when the worker is started, as {@link System#nanoTime}, if it is to show what its start consists of
 */
public record WorkerCommandLine(
        Path java,
        List<String> jvmOptions,
        List<Path> classPath,
        Path generationFolder,
        int generation,
        int slot,
        String application,
        int listeners,
        Optional<Path> workingDirectory,
        Map<String, String> environment,
        OptionalLong traced) {
    private static final String MAIN = "spawning.server.WorkerMain";
    private static final int SCOREBOARD = Spawn.FIRST_DESCRIPTOR + 2;
    private static final int CREW = SCOREBOARD + 1;
    private static final int FIRST_LISTENER = CREW + 1;
    private static final int MAX_SHOWN_APPLICATION = 100;

    /** One argument may have 128 KB (execve(2), MAX_ARG_STRLEN), of which we leave a part to characters that take more. */
    private static final int MAX_INLINE = 100_000;

    public WorkerCommandLine {
        jvmOptions = List.copyOf(jvmOptions);
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
    }

    /** The same with one more variable in its environment. */
    public WorkerCommandLine with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new WorkerCommandLine(
                java,
                jvmOptions,
                classPath,
                generationFolder,
                generation,
                slot,
                application,
                listeners,
                workingDirectory,
                more,
                traced);
    }

    /** A file of arguments that the java launcher reads in place of {@code @path} (java(1)). */
    public record ArgumentFile(Path path, String content) {}

    /** What ps shows: {@code spawning: worker 2 gen 7 (com.acme.Shop)}. */
    public String title() {
        String shown = application.length() > MAX_SHOWN_APPLICATION
                ? application.substring(0, MAX_SHOWN_APPLICATION) + "..."
                : application;
        return "spawning: worker " + slot + " gen " + generation + " (" + shown + ")";
    }

    /** The arguments from argv[0], the title, on. Options and class path stand in {@link #argumentFile} if that is. */
    public List<String> argv() {
        List<String> argv = new ArrayList<>();
        argv.add(title());
        argumentFile().ifPresentOrElse(file -> argv.add("@" + file.path()), () -> argv.addAll(jvmArguments()));
        argv.add(MAIN);
        argv.add(generationFolder.resolve("settings").toString());
        argv.add("slot=" + slot);
        argv.add("lifeline=" + Spawn.FIRST_DESCRIPTOR + "," + (Spawn.FIRST_DESCRIPTOR + 1));
        argv.add("scoreboard=" + SCOREBOARD + "," + CREW);
        argv.add("listeners="
                + IntStream.range(FIRST_LISTENER, FIRST_LISTENER + listeners)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",")));
        traced.ifPresent(nanos -> argv.add("trace-boot=" + nanos));
        return List.copyOf(argv);
    }

    /** The file that has to be there before the worker is started; empty while the arguments are short enough. */
    public Optional<ArgumentFile> argumentFile() {
        List<String> arguments = jvmArguments();
        if (arguments.stream().mapToInt(String::length).sum() <= MAX_INLINE) {
            return Optional.empty();
        }
        String content = arguments.stream()
                .map(argument -> '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
                .collect(Collectors.joining());
        return Optional.of(new ArgumentFile(generationFolder.resolve("worker-" + slot + ".args"), content));
    }

    private List<String> jvmArguments() {
        List<String> arguments = new ArrayList<>();
        for (String option : jvmOptions) {
            arguments.add(option.replace("{slot}", "" + slot).replace("{generation}", "" + generation));
        }
        arguments.add("-cp");
        arguments.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        return arguments;
    }
}
