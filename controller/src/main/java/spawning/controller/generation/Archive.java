// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** A jar: whether it is whole, and what else its manifest asks for. */
record Archive(Path path) {
    /**
     * Reads all of it. A jar cut short lacks its directory, which stands at the end; one of which only some blocks were
     * written has entries that do not agree with their checksums.
     *
     * @param original of which this is a copy, for the message
     * @throws PreparationFailed it is not whole
     * @throws IOException it cannot be read
     */
    void check(Path original) throws PreparationFailed, IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            for (JarEntry entry : jar.stream().toList()) {
                checkEntry(jar, entry);
            }
        } catch (ZipException | EOFException e) {
            throw new PreparationFailed(original + " is not a complete jar: " + e.getMessage(), e);
        }
    }

    private static void checkEntry(JarFile jar, JarEntry entry) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), checksum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (checksum.getValue() != entry.getCrc()) {
            throw new ZipException(entry.getName() + " does not agree with its checksum");
        }
    }

    /**
     * The files and folders of its manifest's Class-Path, relative ones resolved from this jar, as the JVM does.
     *
     * @param warnings is told of entries that cannot be understood; the JVM passes over them in silence
     */
    List<Path> classPath(Consumer<String> warnings) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (String entry : classPathEntries()) {
            try {
                URI uri = path.toUri().resolve(entry);
                if ("file".equals(uri.getScheme())) {
                    paths.add(Path.of(uri.getPath()));
                }
            } catch (IllegalArgumentException e) {
                warnings.accept(
                        path + " names \"" + entry + "\" in its Class-Path, which is no URL: " + e.getMessage());
            }
        }
        return paths;
    }

    private List<String> classPathEntries() throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            Manifest manifest = jar.getManifest();
            String list = manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            return list == null || list.isBlank()
                    ? List.of()
                    : List.of(list.strip().split("\\s+"));
        }
    }

    /**
     * Takes the Class-Path out of a copy when it names files by absolute URLs, as build tools do to shorten a command
     * line: the JVM would load those changeable files instead of their copies in the snapshot. Relative entries lead
     * nowhere from the copy, which is as it should be. A signed manifest cannot be changed: that is told.
     */
    void takeOutAbsoluteClassPath(Path original, Consumer<String> warnings) throws IOException {
        if (classPathEntries().stream().noneMatch(Archive::absolute)) {
            return;
        }
        if (signed()) {
            warnings.accept(original + " is signed and names absolute files in its Class-Path: workers load those"
                    + " from where they are, not from the snapshot");
            return;
        }
        try (FileSystem zip = FileSystems.newFileSystem(path)) {
            Path file = zip.getPath(JarFile.MANIFEST_NAME);
            Manifest manifest;
            try (InputStream in = Files.newInputStream(file)) {
                manifest = new Manifest(in);
            }
            manifest.getMainAttributes().remove(Attributes.Name.CLASS_PATH);
            try (OutputStream out = Files.newOutputStream(file)) {
                manifest.write(out);
            }
        }
    }

    private static boolean absolute(String entry) {
        return entry.startsWith("/") || entry.toLowerCase(Locale.ROOT).startsWith("file:");
    }

    private boolean signed() throws IOException {
        try (JarFile jar = new JarFile(path.toFile(), false)) {
            return jar.stream().anyMatch(e -> e.getName().matches("META-INF/[^/]+\\.SF"));
        }
    }
}
