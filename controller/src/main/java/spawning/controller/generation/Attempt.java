// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import spawning.controller.config.ApplicationReference.Member;
import spawning.controller.config.ApplicationReference.SourceFile;
import spawning.controller.config.ApplicationReference.WebArchive;

/** One try to copy everything; see {@link Preparer}. Look at each origin, copy it, and look at all of them again. */
final class Attempt {
    private final PreparationRequest request;
    private final Optional<Snapshot> previous;
    private final Preparer.Notes notes;
    private final PrintWriter console;
    private final InstantSource clock;
    private final Map<Path, Sighting> before = new LinkedHashMap<>();
    private final List<Snapshot.Jar> jars = new ArrayList<>();

    Attempt(
            PreparationRequest request,
            Optional<Snapshot> previous,
            Preparer.Notes notes,
            PrintWriter console,
            InstantSource clock) {
        this.clock = clock;
        this.request = request;
        this.previous = previous;
        this.notes = notes;
        this.console = console;
    }

    Snapshot make() throws PreparationFailed, ChangedMeanwhile, IOException {
        Path named = request.workingDirectory();
        if (!Files.isDirectory(named)) {
            throw new PreparationFailed("the working directory " + named + " does not exist");
        }
        Path directory = named.toRealPath();
        ClassPathResolver resolver = new ClassPathResolver(
                request, directory, path -> notes.debug(path + " does not exist; dropped from the class path"));
        List<Origin> origins = resolver.resolve();
        for (Origin origin : origins) {
            add(origin, resolver);
        }
        String application = application(directory);
        notes.copied();
        mustBeUnchanged(directory, origins);
        return new Snapshot(application, directory, jars, List.copyOf(before.keySet()));
    }

    /** Adds an origin and, after it, what its manifest names. Of two equal entries of a class path the first counts. */
    private void add(Origin origin, ClassPathResolver resolver)
            throws PreparationFailed, ChangedMeanwhile, IOException {
        if (before.containsKey(origin.path())) {
            return;
        }
        Sighting seen = look(origin);
        before.put(origin.path(), seen);
        Optional<Snapshot.Jar> known = JarCopy.known(previous, seen);
        Path target = target(origin.path());
        jars.add(known.isPresent() ? JarCopy.link(known.get(), target) : JarCopy.make(seen, target, notes::warn));
        if (origin instanceof Origin.File file) {
            for (Path path : new Archive(file.named()).classPath(notes::warn)) {
                Optional<Origin> found = resolver.origin(path);
                if (found.isPresent()) {
                    add(found.get(), resolver);
                }
            }
        }
    }

    /** The number keeps the names apart; a colon or the like in a name would break the class path. */
    private Path target(Path origin) {
        Path last = origin.getFileName();
        String name = last == null ? "root" : last.toString().replaceFirst("\\.jar$", "");
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return request.folder().resolve(String.format(Locale.ROOT, "%02d-%s.jar", jars.size() + 1, plain));
    }

    /** The application as the worker's factory wants it; a source file is compiled, and comes first. */
    private String application(Path directory) throws PreparationFailed, ChangedMeanwhile, IOException {
        return switch (request.application()) {
            case Member member -> {
                if (!request.sources().isEmpty()) {
                    compileTrees(directory);
                }
                yield member.text();
            }
            case SourceFile source -> compile(directory, source.file());
            case WebArchive archive -> explode(directory.resolve(archive.path()));
        };
    }

    private String compile(Path directory, Path source) throws PreparationFailed, ChangedMeanwhile, IOException {
        Path file = directory.resolve(source);
        if (!Files.isRegularFile(file)) {
            throw new PreparationFailed("the source file " + file + " does not exist");
        }
        look(file);
        Path classes = Files.createDirectory(request.folder().resolve("classes"));
        // Messages show the file as it was typed, which is possible where this process runs in the same folder.
        boolean here = Files.isSameFile(Path.of(""), directory);
        SourceCompiler.Compiled compiled = new SourceCompiler(
                        here ? source : file, request.middlewares(), compilerClassPath())
                .compile(classes, console, notes::warn);
        for (Path read : compiled.sources()) {
            look(read);
        }
        jars.addFirst(JarCopy.compiled(classes, request.folder().resolve("00-compiled.jar"), file.toRealPath()));
        return compiled.mainClass();
    }

    /** The trees are looked at as a whole, so that a file that is added meanwhile is seen too. */
    private void compileTrees(Path directory) throws PreparationFailed, ChangedMeanwhile, IOException {
        boolean here = Files.isSameFile(Path.of(""), directory);
        List<Path> roots = new ArrayList<>();
        for (Path root : request.sources()) {
            if (!Files.isDirectory(root)) {
                throw new PreparationFailed("the folder of sources " + root + " does not exist");
            }
            Path real = root.toRealPath();
            roots.add(here && real.startsWith(directory) ? directory.relativize(real) : root);
        }
        SourceTrees trees = new SourceTrees(roots, compilerClassPath());
        for (Path folder : trees.folders()) {
            Path real = folder.toRealPath();
            before.put(real, look(new Origin.Folder(real, SourceTrees::passedOver)));
        }
        Path classes = Files.createDirectory(request.folder().resolve("classes"));
        try {
            trees.compile(classes, console, notes::warn);
        } catch (NoSuchFileException e) {
            throw new ChangedMeanwhile(e.getFile(), e);
        }
        jars.addFirst(JarCopy.compiled(
                classes,
                request.folder().resolve("00-compiled.jar"),
                request.sources().getFirst().toRealPath()));
    }

    private List<Path> compilerClassPath() {
        return Stream.concat(jars.stream().map(Snapshot.Jar::path), request.contracts().stream())
                .toList();
    }

    private String explode(Path archive) throws PreparationFailed, ChangedMeanwhile, IOException {
        if (!Files.exists(archive)) {
            throw new PreparationFailed("the WAR file " + archive + " does not exist");
        }
        Path real = archive.toRealPath();
        boolean folder = Files.isDirectory(real);
        before.put(real, look(folder ? new Origin.Folder(real, path -> false) : new Origin.File(real, archive)));
        Path target = Files.createDirectory(request.folder().resolve(Snapshot.WAR));
        new WarContent(archive).copyTo(target);
        try (WarClasses classes = new WarClasses(archive, target)) {
            classes.mustFit();
        }
        return target.toString();
    }

    private void look(Path source) throws ChangedMeanwhile, IOException {
        Path real = source.toRealPath();
        if (!before.containsKey(real)) {
            before.put(real, look(new Origin.File(real, source)));
        }
    }

    private Sighting look(Origin origin) throws ChangedMeanwhile, IOException {
        try {
            return Sighting.of(origin, clock.instant());
        } catch (NoSuchFileException e) {
            throw new ChangedMeanwhile(e.getFile(), e);
        }
    }

    private void mustBeUnchanged(Path directory, List<Origin> origins) throws ChangedMeanwhile, IOException {
        Path now = request.workingDirectory().toRealPath();
        if (!now.equals(directory)) {
            throw new ChangedMeanwhile(request.workingDirectory() + " (now " + now + ")");
        }
        List<Origin> found = new ClassPathResolver(request, directory, path -> {}).resolve();
        if (!paths(found).equals(paths(origins))) {
            throw new ChangedMeanwhile("the list of jars on the class path");
        }
        for (Sighting sighting : before.values()) {
            Optional<String> different = sighting.firstDifference(look(sighting.origin()));
            if (different.isPresent()) {
                throw new ChangedMeanwhile(different.get());
            }
        }
    }

    private static List<Path> paths(List<Origin> origins) {
        return origins.stream().map(Origin::path).toList();
    }
}
