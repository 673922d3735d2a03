// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.DiagnosticListener;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The JDK's compiler, with its messages as people know them. To be closed; used by one thread. */
final class Javac implements AutoCloseable {
    private static final Pattern COUNT = Pattern.compile("(?m)^\\d+ \\p{L}+$");
    private static final DiagnosticListener<JavaFileObject> SILENT = diagnostic -> {};

    private final JavaCompiler compiler;
    private final StandardJavaFileManager files;

    /** @throws PreparationFailed this Java runtime has no compiler */
    Javac() throws PreparationFailed {
        JavaCompiler found = ToolProvider.getSystemJavaCompiler();
        if (found == null) {
            throw new PreparationFailed("the Java runtime in " + System.getProperty("java.home")
                    + " has no compiler, which sources need; run Spawning on a JDK");
        }
        compiler = found;
        files = found.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    }

    /**
     * What is to be compiled.
     *
     * @param what it is called when it does not compile
     * @param units the files, in the form in which messages are to show them
     * @param classPath jars
     * @param options beside the class path and {@code -g -parameters}
     * @param output an existing folder, for the classes
     */
    record Job(String what, List<Path> units, List<Path> classPath, List<String> options, Path output) {}

    /**
     * Compiles.
     *
     * @param console where messages are shown as javac shows them, when there are errors among them
     * @param warnings is given the lines of the messages when there are none
     * @return every file that was read
     * @throws PreparationFailed it does not compile
     */
    List<Path> compile(Job job, PrintWriter console, Consumer<String> warnings) throws PreparationFailed {
        StringWriter messages = new StringWriter();
        ReadSources read = new ReadSources();
        JavacTask task = (JavacTask) compiler.getTask(
                messages, files, null, options(job), null, files.getJavaFileObjectsFromPaths(job.units()));
        task.addTaskListener(read);
        if (!call(task, job, console)) {
            console.print(messages);
            console.flush();
            throw new PreparationFailed(job.what() + " does not compile: " + summary(messages.toString()));
        }
        messages.toString().lines().forEach(warnings);
        return read.files;
    }

    /** Javac lets what an annotation processor throws through as the cause of a RuntimeException. */
    private static boolean call(JavacTask task, Job job, PrintWriter console) throws PreparationFailed {
        try {
            return task.call();
        } catch (RuntimeException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            thrown.printStackTrace(console);
            console.flush();
            throw new PreparationFailed(
                    job.what() + " cannot be compiled: an annotation processor, or the compiler, threw " + thrown, e);
        }
    }

    /** The structure of a file, as far as it can be understood; what is wrong with it is shown when it is compiled. */
    Optional<CompilationUnitTree> parse(Path source) throws IOException {
        JavacTask task = (JavacTask) compiler.getTask(
                Writer.nullWriter(),
                files,
                SILENT,
                List.of("-proc:none"),
                null,
                files.getJavaFileObjectsFromPaths(List.of(source)));
        Optional<CompilationUnitTree> unit = Optional.empty();
        for (CompilationUnitTree parsed : task.parse()) {
            unit = Optional.of(parsed);
        }
        return unit;
    }

    private static List<String> options(Job job) {
        List<String> options = new ArrayList<>(job.options());
        options.addAll(List.of("-g", "-parameters", "-implicit:class", "-classpath"));
        options.add(job.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        options.addAll(List.of("-d", job.output().toString()));
        return options;
    }

    /** Javac's own last line, such as {@code 2 errors}: given a listener it would count for us, but show less well. */
    private static String summary(String messages) {
        Matcher line = COUNT.matcher(messages);
        String last = "its messages are in the log";
        while (line.find()) {
            last = line.group();
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    /** Notes each source file that is read, those that are found on the source path too. */
    private static final class ReadSources implements TaskListener {
        private final List<Path> files = new ArrayList<>();

        @Override
        public void started(TaskEvent event) {
            if (event.getKind() == TaskEvent.Kind.PARSE) {
                files.add(Path.of(event.getSourceFile().toUri()));
            }
        }
    }
}
