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
import java.nio.file.Files;
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
import spawning.controller.config.ApplicationReference.Member;

/**
 * Compiles a source file and whatever it refers to below its source root: the folder that holds it or, for a file with
 * a package declaration, the folder in which the package's folders begin. Middlewares whose sources are there are
 * compiled too. Only classes come of it: files beside the sources that are no Java are not part of the application.
 * Annotation processors are not run.
 *
 * @param source the file, in the form in which messages are to show it
 * @param middlewares classes or members, of which some may have their sources below the same root
 * @param classPath jars
 */
record SourceCompiler(Path source, List<String> middlewares, List<Path> classPath) {
    private static final Pattern COUNT = Pattern.compile("(?m)^\\d+ \\p{L}+$");
    private static final DiagnosticListener<JavaFileObject> SILENT = diagnostic -> {};

    /**
     * What came of it.
     *
     * @param mainClass binary name of the top-level class called like the file, otherwise of the first
     * @param sources every file that was read
     */
    record Compiled(String mainClass, List<Path> sources) {}

    /**
     * Compiles.
     *
     * @param output an existing folder, for the classes
     * @param console where messages are shown as javac shows them, when there are errors among them
     * @param warnings is given the lines of the messages when there are none
     * @throws PreparationFailed it does not compile
     * @throws IOException a file cannot be read or written
     */
    Compiled compile(Path output, PrintWriter console, Consumer<String> warnings)
            throws PreparationFailed, IOException {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new PreparationFailed("the Java runtime in " + System.getProperty("java.home")
                    + " has no compiler, which a source file needs; run Spawning on a JDK");
        }
        try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            SourceLayout layout = layout(javac, files);
            String mainClass = layout.mainClass().orElse("");
            StringWriter messages = new StringWriter();
            ReadSources read = new ReadSources();
            JavacTask task = (JavacTask) javac.getTask(
                    messages,
                    files,
                    null,
                    options(layout.root(), output),
                    null,
                    files.getJavaFileObjectsFromPaths(units(layout.root())));
            task.addTaskListener(read);
            boolean compiled = task.call();
            if (compiled) {
                messages.toString().lines().forEach(warnings);
            } else {
                console.print(messages);
                console.flush();
                throw new PreparationFailed(
                        source.getFileName() + " does not compile: " + summary(messages.toString()));
            }
            if (mainClass.isEmpty()) {
                throw new PreparationFailed(source.getFileName() + " declares no class");
            }
            return new Compiled(mainClass, read.files);
        }
    }

    /** Reads the file's structure only; what is wrong with it is shown when it is compiled. */
    private SourceLayout layout(JavaCompiler javac, StandardJavaFileManager files) throws IOException {
        JavacTask task = (JavacTask) javac.getTask(
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
        return SourceLayout.of(source, unit);
    }

    private List<String> options(Path root, Path output) {
        String path = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return List.of(
                "-g",
                "-parameters",
                "-proc:none",
                "-implicit:class",
                "-sourcepath",
                root.toString(),
                "-classpath",
                path,
                "-d",
                output.toString());
    }

    private List<Path> units(Path root) {
        List<Path> units = new ArrayList<>(List.of(source));
        for (String middleware : middlewares) {
            String topLevel = Member.parse(middleware).className().replaceFirst("\\$.*", "");
            Path file = root.resolve(topLevel.replace('.', '/') + ".java");
            if (Files.isRegularFile(file)
                    && !file.equals(source.toAbsolutePath().normalize())
                    && !units.contains(file)) {
                units.add(file);
            }
        }
        return units;
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
