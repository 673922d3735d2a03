// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import spawning.controller.posix.FileTree;

/**
 * Compiles whole trees of sources. Annotation processors that are found on the class path are run. Files that are no Java
 * become part of the application as they are; so do all of {@code src/main/resources} when {@code src/main/java} is
 * given. What begins with a dot is passed over, and a {@code module-info.java}, for applications are loaded from the
 * class path.
 *
 * @param roots folders, in the form in which messages are to show them
 * @param classPath jars
 */
public record SourceTrees(List<Path> roots, List<Path> classPath) {
    /** The folder of resources that by convention (Maven, Gradle) belongs to a folder of sources; it need not exist. */
    public static Optional<Path> resourcesOf(Path root) {
        return root.endsWith("java") && root.getParent() != null
                ? Optional.of(root.resolveSibling("resources"))
                : Optional.empty();
    }

    /** All folders that are read; those of resources, too, where they exist. */
    List<Path> folders() {
        return Stream.concat(
                        roots.stream(),
                        roots.stream()
                                .flatMap(root -> resourcesOf(root).stream())
                                .filter(Files::isDirectory))
                .distinct()
                .toList();
    }

    /**
     * Compiles, and copies what is no source.
     *
     * @param output an existing folder, for the classes and other files
     * @param console where messages are shown as javac shows them, when there are errors among them
     * @param warnings is given the lines of the messages when there are none
     * @throws PreparationFailed it does not compile, or there is nothing to compile
     * @throws IOException a file cannot be read or written
     */
    void compile(Path output, PrintWriter console, Consumer<String> warnings) throws PreparationFailed, IOException {
        List<Path> units = new ArrayList<>();
        for (Path folder : folders()) {
            for (Path file : files(folder)) {
                if (!roots.contains(folder) || !file.toString().endsWith(".java")) {
                    copy(file, output.resolve(folder.relativize(file).toString()));
                } else if (!file.endsWith("module-info.java")) {
                    units.add(file);
                }
            }
        }
        if (units.isEmpty()) {
            throw new PreparationFailed("there is no Java source in " + roots.getFirst());
        }
        Path generated = Files.createDirectory(output.resolveSibling("generated-sources"));
        List<String> options = List.of("-proc:full", "-s", generated.toString());
        try (Javac javac = new Javac()) {
            String what = roots.size() == 1 ? roots.getFirst().toString() : roots.size() + " source trees";
            javac.compile(new Javac.Job(what, units, classPath, options, output), console, warnings);
        }
        FileTree.remove(generated);
    }

    /** In the order of their names, so that equal trees make equal jars. */
    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> !hidden(root.relativize(file)))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a file or folder is none of the application's: version control, editors' copies. */
    static boolean passedOver(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(".") || name.endsWith("~");
    }

    private static boolean hidden(Path within) {
        return StreamSupport.stream(within.spliterator(), false).anyMatch(SourceTrees::passedOver);
    }

    /** Of two of the same name the first counts, as on a class path. */
    private static void copy(Path file, Path target) throws IOException {
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(target)) {
            Files.copy(file, target);
        }
    }
}
