// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A WAR as a zip file. It may come from an upload, so nothing in it is believed: names, sizes and checksums are compared
 * with what is found, and it cannot fill the disk.
 *
 * @param archive as named, absolute
 */
record WarFile(Path archive) {
    /** Entries, folders among them; large web applications have ten or twenty thousand. */
    static final int MOST_ENTRIES = 200_000;

    private static final byte[] ZIP = "PK".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 1 << 16;

    /**
     * Writes all of it into a folder that is empty.
     *
     * @throws PreparationFailed it is no WAR, or a broken one; the folder may hold some of it
     */
    void explode(Path target) throws PreparationFailed, IOException {
        mustBeginAsZip();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            mustBeWar(zip);
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            mustHaveRoom(entries, Files.getFileStore(target).getUsableSpace());
            mustBeThereOnce(entries);
            for (ZipEntry entry : entries) {
                explode(zip, entry, target);
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
            byte[] first = in.readNBytes(ZIP.length);
            if (!Arrays.equals(first, ZIP)) {
                throw new PreparationFailed(archive + " is no WAR: "
                        + (first.length == 0 ? "it is empty" : "it does not begin as a zip file does"));
            }
        }
    }

    private void mustBeWar(ZipFile zip) throws PreparationFailed {
        if (zip.stream().anyMatch(entry -> entry.getName().startsWith("BOOT-INF/"))) {
            throw new PreparationFailed(
                    archive + " is an executable jar of Spring Boot, which brings a server of its own;"
                            + " build it as a WAR (packaging war, spring-boot-starter-tomcat provided)");
        }
        List<String> inner = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.matches("(.*/)?WEB-INF/.*"))
                .map(name -> name.substring(0, name.indexOf("WEB-INF/")))
                .distinct()
                .toList();
        if (!inner.isEmpty() && !inner.contains("")) {
            throw new PreparationFailed(archive + " has its WEB-INF in the folder " + inner.getFirst()
                    + "; pack the content of that folder, not the folder");
        }
    }

    /** A bomb tells its size, or {@link #copy} finds that it did not. */
    void mustHaveRoom(List<? extends ZipEntry> entries, long free) throws PreparationFailed {
        if (entries.size() > MOST_ENTRIES) {
            throw new PreparationFailed(
                    archive + " has " + entries.size() + " entries; at most " + MOST_ENTRIES + " are unpacked");
        }
        double size = entries.stream().mapToDouble(ZipEntry::getSize).sum(); // a sum of longs could overflow
        if (size > free) {
            throw new PreparationFailed(String.format(
                    Locale.ROOT,
                    "%s needs %.0f MB unpacked, and the folder of snapshots has %.0f MB left;"
                            + " make room, or name another folder with --state",
                    archive,
                    Math.ceil(size / 1e6),
                    Math.floor(free / 1e6)));
        }
    }

    /** Of two contents for one name nobody can tell which is meant, and a scanner may have looked at the other. */
    private void mustBeThereOnce(List<? extends ZipEntry> entries) throws PreparationFailed {
        Map<String, ZipEntry> seen = new HashMap<>();
        for (ZipEntry entry : entries) {
            ZipEntry other = seen.putIfAbsent(entry.getName(), entry);
            if (other != null && (other.getCrc() != entry.getCrc() || other.getSize() != entry.getSize())) {
                throw new PreparationFailed(archive + " has two different entries named \"" + entry.getName()
                        + "\"; build it anew without one of them");
            }
        }
    }

    private void explode(ZipFile zip, ZipEntry entry, Path target) throws PreparationFailed, IOException {
        Path file = within(target, entry.getName());
        try {
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                return;
            }
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (FileAlreadyExistsException e) {
            throw fileAndFolder(entry, e);
        }
        if (Files.isDirectory(file)) {
            throw fileAndFolder(entry, null);
        }
        copy(zip, entry, file);
    }

    private PreparationFailed fileAndFolder(ZipEntry entry, @Nullable Throwable cause) {
        return new PreparationFailed(
                archive + " has an entry \"" + entry.getName()
                        + "\" where another makes a file of a folder, or a folder" + " of a file; build it anew",
                cause);
    }

    private void copy(ZipFile zip, ZipEntry entry, Path file) throws PreparationFailed, IOException {
        CRC32 sum = new CRC32(); // ZipFile checks none
        long left = entry.getSize();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum);
                OutputStream out = Files.newOutputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                left -= count;
                if (left < 0) {
                    throw new ZipException(entry.getName() + " is longer than it says");
                }
                out.write(buffer, 0, count);
            }
        }
        if (entry.getCrc() != sum.getValue()) {
            throw new PreparationFailed(archive + " is broken: the checksum of " + entry.getName() + " is wrong");
        }
    }

    private Path within(Path target, String name) throws PreparationFailed {
        if (name.indexOf('\\') >= 0) {
            throw new PreparationFailed(archive + " has an entry with a backslash, \"" + name
                    + "\", which a zip file cannot have between folders; build it with a tool that writes slashes");
        }
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
