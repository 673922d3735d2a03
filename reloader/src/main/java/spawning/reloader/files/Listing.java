// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import spawning.protocol.FileStamp;

/**
 * What one folder held when it was looked at. Symbolic links count as what they lead to; what is neither file nor folder
 * does not count.
 *
 * @param key tells the folder from another one at the same path
 * @param files their fingerprints by name
 * @param folders their keys by name
 * @param links names of those that are symbolic links, also when they lead nowhere
 * @param fresh names of the files that changed after the time given
 */
record Listing(Object key, Map<String, Long> files, Map<String, Object> folders, Set<String> links, Set<String> fresh) {
    /**
     * Looks at a folder.
     *
     * @throws IOException it cannot be read, or is not there
     */
    static Listing of(Path folder, Filter filter, Instant since) throws IOException {
        Listing listing = new Listing(key(folder), new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!filter.excludes(entry)) {
                    listing.add(entry, filter, since);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return listing;
    }

    /** What of a folder's entries counts. */
    interface Filter {
        boolean excludes(Path entry);

        boolean wants(Path file);

        boolean enters(Path folder);
    }

    /** What tells a folder from another: device and inode. */
    static Object key(Path folder) throws IOException {
        Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return key == null ? folder : key;
    }

    private void add(Path entry, Filter filter, Instant since) {
        String name = String.valueOf(entry.getFileName());
        try {
            BasicFileAttributes found =
                    Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (found.isSymbolicLink()) {
                links.add(name);
                found = Files.readAttributes(entry, BasicFileAttributes.class);
            }
            if (found.isDirectory() && filter.enters(entry)) {
                Object key = found.fileKey();
                folders.put(name, key == null ? name : key);
            } else if (found.isRegularFile() && filter.wants(entry)) {
                FileStamp stamp = FileStamp.of(entry);
                files.put(name, Fingerprint.of(stamp.text()));
                if (stamp.changed().isAfter(since)) {
                    fresh.add(name);
                }
            }
        } catch (IOException e) {
            // gone since the folder was read, or a link that leads nowhere: not there
        }
    }
}
