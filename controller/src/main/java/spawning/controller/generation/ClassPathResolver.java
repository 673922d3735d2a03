// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import spawning.controller.config.ApplicationReference.Member;

/**
 * Finds what is on the class path of the application: the entries given, in order, then maybe the working directory.
 * An entry is a jar, a folder, or {@code folder/*} for the jars in it, in the order of their names. What does not exist
 * is dropped, as the JVM does.
 *
 * <p>The working directory counts only when the application, or a middleware, is a class whose file lies in it at its
 * proper place ({@code com/acme/Shop.class}): it may be a home folder or a whole checkout, of which nobody wants a copy.
 * Then all of it is copied but what begins with a dot at its top, such as {@code .git}. Who wants it in any case writes
 * {@code --classpath .}.
 *
 * @param directory the working directory without symbolic links
 * @param dropped is told each entry that does not exist
 */
record ClassPathResolver(PreparationRequest request, Path directory, Consumer<String> dropped) {
    /** @throws IOException a folder cannot be read; the message names it */
    List<Origin> resolve() throws IOException {
        List<Origin> origins = new ArrayList<>();
        for (String entry : request.classPath()) {
            if (entry.equals("*") || entry.endsWith("/*")) {
                for (Path jar : jarsIn(directory.resolve(entry.substring(0, entry.length() - 1)))) {
                    origin(jar).ifPresent(origins::add);
                }
            } else {
                origin(directory.resolve(entry)).ifPresent(origins::add);
            }
        }
        if (workingDirectoryCounts()) {
            Predicate<Path> hidden = p -> directory.equals(p.getParent())
                    && p.getFileName().toString().startsWith(".");
            origins.add(new Origin.Folder(directory, leftOut().or(hidden)));
        }
        return origins;
    }

    /** What a path is; empty when it does not exist. */
    Optional<Origin> origin(Path named) throws IOException {
        if (Files.isDirectory(named)) {
            return Optional.of(new Origin.Folder(named.toRealPath(), leftOut()));
        }
        if (Files.exists(named)) {
            return Optional.of(new Origin.File(named.toRealPath(), named));
        }
        dropped.accept(named.toString());
        return Optional.empty();
    }

    private List<Path> jarsIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            dropped.accept(folder + "/*");
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private boolean workingDirectoryCounts() {
        Stream<String> middlewares = request.middlewares().stream();
        Stream<Member> members = middlewares.map(Member::parse);
        if (request.application() instanceof Member application) {
            members = Stream.concat(Stream.of(application), members);
        }
        return members.anyMatch(m -> Files.isRegularFile(directory.resolve(m.classFile())));
    }

    private Predicate<Path> leftOut() throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path path : request.leftOut()) {
            real.add(Files.exists(path) ? path.toRealPath() : path);
        }
        return path -> real.stream().anyMatch(path::startsWith);
    }
}
