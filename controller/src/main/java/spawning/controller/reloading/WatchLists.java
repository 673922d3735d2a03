// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.reloading;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import spawning.controller.config.ApplicationReference;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.ControllerConfig.Reloading;
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
    private final List<Path> leftOut;
    private final Path ownFolder;
    private List<Path> lastRead = List.of();

    /**
     * @param leftOut folders and files of our own, which change at any time
     * @param ownFolder where Spawning itself is, the revision of which counts as well
     */
    public WatchLists(List<Path> leftOut, Path ownFolder) {
        this.leftOut = List.copyOf(leftOut);
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
            lastRead.stream().filter(read -> !reached(read, paths)).forEach(paths::add);
        }
        for (String watched : reloading.watched()) {
            if (isPattern(watched)) {
                patterns.add(watched);
            } else {
                paths.add(Path.of(watched));
            }
        }
        return new WatchList(
                List.copyOf(paths),
                List.copyOf(patterns),
                leftOut(config),
                revisions(reloading.how()),
                workingCopies(config.code()),
                since);
    }

    /** The working directory may be in none, where the application is named by a path. Jars are libraries. */
    private List<Path> workingCopies(ControllerConfig.Code code) {
        Set<Path> named = new LinkedHashSet<>();
        named(code, true, named, new LinkedHashSet<>());
        Set<Path> copies = new LinkedHashSet<>(List.of(code.workingDirectory()));
        named.stream()
                .filter(path -> !path.toString().endsWith(".jar"))
                .map(path -> Files.isDirectory(path) ? path : parent(path))
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
                    patterns.add(escaped(String.valueOf(file.getParent())) + "/*.java");
                }
            }
            case ApplicationReference.WebArchive archive ->
                paths.add(directory.resolve(archive.path()).normalize());
            case ApplicationReference.Member _ -> {
                // found on the class path, or in the sources
            }
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
                patterns.add(escaped(folder.toString()) + "/*.{jar,JAR}");
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

    private List<Path> leftOut(ControllerConfig config) {
        List<Path> all = new ArrayList<>(leftOut);
        Path accessLog = Path.of(config.logging().accessLog());
        if (accessLog.isAbsolute()) {
            all.add(accessLog);
        }
        all.add(config.evidence().folder());
        return all;
    }

    private static WatchList.Revisions revisions(Reloading.How how) {
        return switch (how) {
            case NONE, DEV -> WatchList.Revisions.NONE;
            case GIT -> WatchList.Revisions.GIT;
            case SVN -> WatchList.Revisions.SVN;
        };
    }

    private static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** A path within a glob, meaning itself. */
    private static String escaped(String path) {
        return path.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
    }
}
