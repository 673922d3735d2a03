// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import spawning.controller.posix.FileTree;
import spawning.protocol.PropertyFile;

/**
 * The code of a generation: copies that nobody changes. Every worker of the generation, whenever it is started, runs
 * from them.
 *
 * @param application as the worker's factory wants it: {@code com.acme.Shop} or {@code com.acme.Shop::app}; for a
 *     source file, the class that was compiled
 * @param workingDirectory in which the workers are to run: without symbolic links, so that it stays the one release of
 *     which this is the snapshot
 * @param jars the class path, in order; jars only
 * @param origins all files and folders that were read for it, without symbolic links
 */
public record Snapshot(String application, Path workingDirectory, List<Jar> jars, List<Path> origins) {
    static final String FILE = "snapshot";

    /** Where a WAR file is unpacked. */
    static final String WAR = "war";

    public Snapshot {
        jars = List.copyOf(jars);
        origins = List.copyOf(origins);
    }

    /**
     * One entry of the class path.
     *
     * @param path the copy, absolute
     * @param sha256 of its content, in lower-case hexadecimal digits
     * @param origin the jar, folder or source file of which it is a copy, without symbolic links
     * @param stamp of the origin when it was copied; empty when it changed so recently that an equal stamp later
     *     would prove nothing
     */
    public record Jar(Path path, String sha256, Path origin, String stamp) {}

    /** The class path, in order. */
    public List<Path> classPath() {
        return jars.stream().map(Jar::path).toList();
    }

    /**
     * The same code in another generation's folder. Jars get a second name, for nobody changes them; what an application
     * may write to, an unpacked WAR file, is copied.
     *
     * @param from the folder of the generation that this is the snapshot of
     * @param to an empty folder
     */
    public Snapshot copyTo(Path from, Path to) throws IOException {
        if (Files.isDirectory(from.resolve(WAR))) {
            FileTree.copy(from.resolve(WAR), to.resolve(WAR));
        }
        List<Jar> copies = new ArrayList<>();
        for (Jar jar : jars) {
            Path target = moved(jar.path(), from, to);
            copies.add(
                    Files.exists(target)
                            ? new Jar(target, jar.sha256(), jar.origin(), jar.stamp())
                            : JarCopy.link(jar, target));
        }
        String named = application.startsWith("/")
                ? moved(Path.of(application), from, to).toString()
                : application;
        Snapshot copy = new Snapshot(named, workingDirectory, copies, origins);
        copy.write(to);
        return copy;
    }

    private static Path moved(Path path, Path from, Path to) {
        return path.startsWith(from) ? to.resolve(from.relativize(path)) : path;
    }

    void write(Path folder) throws IOException {
        PropertyFile file = PropertyFile.empty()
                .put("application", application)
                .put("working-directory", workingDirectory.toString())
                .put("jar", jars.stream().map(j -> j.path().toString()).toList())
                .put("sha256", jars.stream().map(Jar::sha256).toList())
                .put("origin", jars.stream().map(j -> j.origin().toString()).toList())
                .put("stamp", jars.stream().map(Jar::stamp).toList())
                .put("read", origins.stream().map(Path::toString).toList());
        file.write(folder.resolve(FILE));
    }

    /**
     * Reads the snapshot in a generation's folder.
     *
     * @throws IOException there is none, or it is not complete
     */
    public static Snapshot read(Path folder) throws IOException {
        PropertyFile file = PropertyFile.read(folder.resolve(FILE));
        List<String> paths = file.list("jar");
        List<String> hashes = file.list("sha256");
        List<String> origins = file.list("origin");
        List<String> stamps = file.list("stamp");
        List<Jar> jars = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            jars.add(new Jar(Path.of(paths.get(i)), hashes.get(i), Path.of(origins.get(i)), stamps.get(i)));
        }
        List<Path> read = file.list("read").stream().map(Path::of).toList();
        return new Snapshot(file.text("application"), file.path("working-directory"), jars, read);
    }
}
