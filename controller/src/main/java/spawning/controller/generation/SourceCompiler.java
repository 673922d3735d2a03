// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import spawning.controller.config.ApplicationReference.Member;

/**
 * Compiles a source file and whatever it refers to below its source root: the folder that holds it or, for a file with
 * a package declaration, the folder in which the package's folders begin. Middlewares whose sources are there are
 * compiled too. Only classes come of it: files beside the sources that are no Java are not part of the application.
 * Annotation processors are not run. {@link SourceTrees} does more.
 *
 * @param source the file, in the form in which messages are to show it
 * @param middlewares classes or members, of which some may have their sources below the same root
 * @param classPath jars
 */
record SourceCompiler(Path source, List<String> middlewares, List<Path> classPath) {
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
        try (Javac javac = new Javac()) {
            SourceLayout layout = SourceLayout.of(source, javac.parse(source));
            List<String> options =
                    List.of("-proc:none", "-sourcepath", layout.root().toString());
            Javac.Job job = new Javac.Job(
                    String.valueOf(source.getFileName()), units(layout.root()), classPath, options, output);
            List<Path> read = javac.compile(job, console, warnings);
            String mainClass = layout.mainClass()
                    .orElseThrow(() -> new PreparationFailed(source.getFileName() + " declares no class"));
            return new Compiled(mainClass, read);
        }
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
}
