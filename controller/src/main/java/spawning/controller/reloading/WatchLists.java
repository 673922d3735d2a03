// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.config.ApplicationReference;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.ControllerConfig.Reloading;
import spawning.controller.generation.OwnFiles;
import spawning.controller.generation.Snapshot;
import spawning.controller.generation.SourceTrees;
import spawning.protocol.WatchList;

/**
 * Says what is to be watched for a generation. Used by one thread.
 *
 * <p>In the mode {@code dev} that is all that the generation was made from. What is named in the configuration is watched
 * by its name, so that a symbolic link that is turned is seen. What else was read is known only when the preparation
 * came to its end; when it failed, what the one before had read is watched on, and the sources beside a source file: one
 * of them may be what has to be mended.
 */
public final class WatchLists {
    private static final Logger log = LoggerFactory.getLogger(WatchLists.class);

    private final OwnFiles ownFiles;
    private final Path ownFolder;
    private List<Path> lastRead = List.of();

    /**
     * @param ownFiles which change at any time
     * @param ownFolder where Spawning itself is, the revision of which counts as well
     */
    public WatchLists(OwnFiles ownFiles, Path ownFolder) {
        this.ownFiles = ownFiles;
        this.ownFolder = ownFolder;
    }

    /**
     * What to watch from now on.
     *
     * @param snapshot what was prepared; empty when that failed
     * @param since when the preparation began
     */
    public WatchList of(ControllerConfig config, Optional<Snapshot> snapshot, Instant since) {
        Reloading reloading = config.reloading();
        lastRead = snapshot.map(Snapshot::origins).orElse(lastRead);
        Set<Path> paths = new LinkedHashSet<>();
        Set<String> patterns = new LinkedHashSet<>();
        if (reloading.how() == Reloading.How.DEV) {
            named(config.code(), snapshot.isPresent(), paths, patterns);
            paths.addAll(reloading.configuration());
            workingDirectory(config.code(), paths);
            lastRead.stream().filter(read -> !reached(read, paths)).forEach(paths::add);
        }
        paths.addAll(reloading.watched());
        patterns.addAll(reloading.patterns());
        return new WatchList(
                List.copyOf(paths),
                List.copyOf(patterns),
                leftOut(config),
                revisions(reloading.how()),
                workingCopies(config.code()),
                since);
    }

    /** When it was read, it is watched by its name, too: it may be a symbolic link to a release. */
    private void workingDirectory(ControllerConfig.Code code, Set<Path> paths) {
        if (lastRead.contains(real(code.workingDirectory()))) {
            paths.add(code.workingDirectory());
        }
    }

    private List<Path> leftOut(ControllerConfig config) {
        List<Path> all = new ArrayList<>(ownFiles.all(config));
        Path directory = config.code().workingDirectory();
        if (lastRead.contains(real(directory))) {
            try (DirectoryStream<Path> hidden = Files.newDirectoryStream(directory, ".*")) {
                hidden.forEach(all::add); // such as .git and .idea, which are not copied either
            } catch (IOException | DirectoryIteratorException e) {
                log.debug("{} cannot be listed: {}", directory, e.toString()); // then they are watched
            }
        }
        return all;
    }

    /** The working directory may be in none, where the application is named by a path. Jars are libraries. */
    private List<Path> workingCopies(ControllerConfig.Code code) {
        Set<Path> named = new LinkedHashSet<>();
        named(code, true, named, new LinkedHashSet<>());
        Set<Path> copies = new LinkedHashSet<>(List.of(code.workingDirectory()));
        named.stream()
                .filter(path -> !path.toString().endsWith(".jar"))
                .map(path -> Files.isDirectory(path) ? path : parent(path))
                .filter(Files::isDirectory)
                .forEach(copies::add);
        copies.add(ownFolder);
        return List.copyOf(copies);
    }

    private static void named(ControllerConfig.Code code, boolean prepared, Set<Path> paths, Set<String> patterns) {
        Path directory = code.workingDirectory();
        switch (code.application()) {
            case ApplicationReference.SourceFile source -> {
                Path file = directory.resolve(source.file()).normalize();
                paths.add(file);
                if (!prepared) {
                    patterns.add(Reloading.within(Path.of("/").resolve(file.getParent()), "*.java"));
                }
            }
            case ApplicationReference.WebArchive archive ->
                paths.add(directory.resolve(archive.path()).normalize());
            case ApplicationReference.Member member ->
                paths.add(directory.resolve(member.classFile())); // there it would count, see ClassPathResolver
        }
        for (Path root : code.sources()) {
            paths.add(root);
            SourceTrees.resourcesOf(root).ifPresent(paths::add);
        }
        for (String entry : code.classPath()) {
            if (entry.equals("*") || entry.endsWith("/*")) {
                Path folder = directory
                        .resolve(entry.substring(0, entry.length() - 1))
                        .normalize();
                patterns.add(Reloading.within(folder, "*.{jar,JAR}"));
            } else {
                paths.add(directory.resolve(entry).normalize());
            }
        }
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Whether it is what one of the paths leads to, or within it. */
    private static boolean reached(Path real, Set<Path> paths) {
        return paths.stream().anyMatch(path -> real.startsWith(real(path)));
    }

    /** Without symbolic links; itself when it leads nowhere. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static WatchList.Revisions revisions(Reloading.How how) {
        return switch (how) {
            case NONE, DEV -> WatchList.Revisions.NONE;
            case GIT -> WatchList.Revisions.GIT;
            case SVN -> WatchList.Revisions.SVN;
        };
    }
}
