// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A WAR file, or a folder with what such a file would hold.
 *
 * @param archive as named, absolute
 */
record WarContent(Path archive) {
    private static final String ZIP = "PK";

    /**
     * Copies all of it into a folder that is empty.
     *
     * @throws PreparationFailed it is no WAR, or a broken one; the folder may hold some of it
     */
    void copyTo(Path target) throws PreparationFailed, IOException {
        if (Files.isDirectory(archive)) {
            copyFolder(target);
        } else {
            explode(target);
        }
    }

    private void copyFolder(Path target) throws IOException {
        try (var files = Files.walk(archive, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(archive.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(file)) { // reading a pipe would block
                    var _ = Files.copy(file, copy);
                }
            }
        }
    }

    private void explode(Path target) throws PreparationFailed, IOException {
        mustBeginAsZip();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            mustBeWar(zip);
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                explode(zip, entries.nextElement(), target);
            }
        } catch (ZipException e) {
            throw new PreparationFailed(
                    archive + " is broken or not yet whole (" + e.getMessage()
                            + "); write it beside, rename it into place, and reload",
                    e);
        }
    }

    private void mustBeginAsZip() throws PreparationFailed, IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] first = in.readNBytes(ZIP.length());
            if (!Arrays.equals(first, ZIP.getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
                throw new PreparationFailed(archive + " is no WAR: "
                        + (first.length == 0 ? "it is empty" : "it does not begin as a zip file does"));
            }
        }
    }

    private void mustBeWar(ZipFile zip) throws PreparationFailed {
        if (zip.getEntry("BOOT-INF/") != null) {
            throw new PreparationFailed(
                    archive + " is an executable jar of Spring Boot, which brings a server of its own;"
                            + " build it as a WAR (packaging war, spring-boot-starter-tomcat provided)");
        }
    }

    private void explode(ZipFile zip, ZipEntry entry, Path target) throws PreparationFailed, IOException {
        Path file = within(target, entry.getName());
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        CRC32 sum = new CRC32(); // ZipFile checks none
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum);
                OutputStream out = Files.newOutputStream(file)) {
            var _ = in.transferTo(out);
        }
        if (entry.getCrc() != sum.getValue()) {
            throw new PreparationFailed(archive + " is broken: the checksum of " + entry.getName() + " is wrong");
        }
    }

    private Path within(Path target, String name) throws PreparationFailed {
        try {
            Path file = target.resolve(name).normalize();
            if (!name.startsWith("/") && file.startsWith(target)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new PreparationFailed(archive + " has an entry that can be no file: \"" + name + "\"", e);
        }
        throw new PreparationFailed(archive + " has an entry that leads out of it, \"" + name
                + "\", as an attack would have; nothing of it is used");
    }
}
