// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import spawning.controller.posix.FileTree;

/**
 * The folder in which each case has a folder of its own, named by time. When all of them are larger than the limit, the
 * oldest go, but never the newest. Any thread, one at a time.
 *
 * @param folder made when it is first needed, for its owner only: dumps hold what users sent
 * @param limit bytes
 */
public record Store(Path folder, long limit) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int MOST_OF_A_SECOND = 1000;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /**
     * A new, empty folder.
     *
     * @throws IOException none can be made, for the reason in the text
     */
    Path open(Instant now, String what) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String name = TIME.format(now) + "-" + what;
        for (int i = 1; i <= MOST_OF_A_SECOND; i++) {
            Path one = folder.resolve(i == 1 ? name : name + "-" + i);
            if (made(one)) {
                return one;
            }
        }
        throw new IOException("there are " + MOST_OF_A_SECOND + " cases of this second in " + folder);
    }

    /** False if there is one of that name, of the same second. */
    private static boolean made(Path one) throws IOException {
        try {
            Files.createDirectory(one, OWNER_ONLY);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Removes the oldest cases until the rest fits. */
    void trim() throws IOException {
        List<Path> cases = cases();
        long sum = 0;
        for (Path one : cases) {
            sum += size(one);
        }
        for (int i = 0; i < cases.size() - 1 && sum > limit; i++) {
            sum -= size(cases.get(i));
            FileTree.remove(cases.get(i));
        }
    }

    /** Oldest first: that is how they are named. */
    private List<Path> cases() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> cases = new ArrayList<>(all.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().matches("\\d{8}-\\d{6}-.+"))
                    .toList());
            cases.sort(Comparator.comparing(path -> path.getFileName().toString()));
            return cases;
        }
    }

    private static long size(Path one) throws IOException {
        try (Stream<Path> files = Files.walk(one)) {
            return files.filter(Files::isRegularFile).mapToLong(Store::bytes).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
