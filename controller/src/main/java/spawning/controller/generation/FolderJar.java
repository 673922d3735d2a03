// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a jar of a folder. It is stored, not compressed, for it is read by every worker and lives shortly; and the same
 * files make the same jar, byte for byte: names sorted, times fixed. Folders get entries of their own, which code that
 * looks for resources by package needs.
 */
final class FolderJar {
    /** The first moment that the format can express; in local time, so that the time zone makes no difference. */
    private static final LocalDateTime FIXED = LocalDateTime.of(1980, 1, 1, 0, 0);

    private FolderJar() {}

    /**
     * Writes the jar.
     *
     * @param names of the files in the folder
     * @throws java.util.zip.ZipException a file changed while it was read
     * @throws IOException a file cannot be read or the jar not written; an incomplete jar is left
     */
    static void write(Path folder, Collection<String> names, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(file, 1 << 16))) {
            Set<String> folders = new HashSet<>();
            for (String name : new TreeSet<>(names)) {
                putFolders(zip, name, folders);
                putFile(zip, name, folder.resolve(name));
            }
        }
    }

    private static void putFolders(ZipOutputStream zip, String name, Set<String> known) throws IOException {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String folder = name.substring(0, slash + 1);
            if (known.add(folder)) {
                zip.putNextEntry(entry(folder, 0, 0));
                zip.closeEntry();
            }
        }
    }

    /** A stored entry tells its size and checksum before its content: the file is read twice. */
    private static void putFile(ZipOutputStream zip, String name, Path file) throws IOException {
        CRC32 checksum = new CRC32();
        long size;
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
            size = in.transferTo(OutputStream.nullOutputStream());
        }
        zip.putNextEntry(entry(name, size, checksum.getValue()));
        try (InputStream in = Files.newInputStream(file)) {
            in.transferTo(zip);
        }
        zip.closeEntry();
    }

    private static ZipEntry entry(String name, long size, long checksum) {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCrc(checksum);
        entry.setTimeLocal(FIXED);
        return entry;
    }
}
