// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import spawning.controller.posix.FileTree;
import spawning.controller.posix.Posix;

/**
 * The folder in which each case has a folder of its own, named by time. When all of them take more than the limit, the
 * oldest go, but never the newest, nor one that is being written, nor what no store has made. Safe for use by any threads.
 */
public final class Store {
    /** So many at most, so that to add them up takes milliseconds. */
    static final int MOST_CASES = 1000;

    /** Another controller may still write a case that is younger. */
    static final Duration YOUNG = Duration.ofMinutes(2);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("\\d{8}-\\d{6}-worker-\\d+-pid-\\d+(-\\d+)?");
    private static final int MOST_OF_A_NAME = 1000;
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** Of the disk: what a small file really takes. */
    private static final long BLOCK = 4096;

    private final Path folder;
    private final long limit;
    private final Set<Path> writing = new HashSet<>();
    private final Set<Path> written = new HashSet<>();

    /**
     * Makes nothing yet.
     *
     * @param folder made when it is first needed, for its owner only: dumps hold what users sent
     * @param limit bytes on the disk
     */
    public Store(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * A new, empty folder, for its owner only, which stays until it is {@link #close closed}.
     *
     * @throws IOException none can be made, for the reason in the text
     */
    synchronized Path open(Instant now, int slot, int pid) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY);
        String name = TIME.format(now) + "-worker-" + slot + "-pid-" + pid;
        for (int i = 1; i <= MOST_OF_A_NAME; i++) {
            Path one = folder.resolve(i == 1 ? name : name + "-" + i);
            if (made(one)) {
                writing.add(one);
                return one;
            }
        }
        throw new IOException("there are " + MOST_OF_A_NAME + " cases " + name + " in " + folder);
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

    /**
     * Nothing more is written to it: an empty one is removed, and the oldest cases are, until the rest fits.
     *
     * @throws IOException the limit may not be kept, for the reason in the text
     */
    synchronized void close(Path one) throws IOException {
        writing.remove(one);
        written.add(one);
        if (isEmpty(one)) {
            remove(one);
        }
        trim(Instant.now());
    }

    private static boolean isEmpty(Path one) throws IOException {
        try (Stream<Path> files = Files.list(one)) {
            return files.findAny().isEmpty();
        }
    }

    synchronized void trim(Instant now) throws IOException {
        List<Path> cases = cases();
        written.retainAll(Set.copyOf(cases)); // others may tidy up as well
        long sum = 0;
        for (Path one : cases) {
            sum += size(one);
        }
        int left = cases.size();
        for (int i = 0; i < cases.size() - 1 && (sum > limit || left > MOST_CASES); i++) {
            Path oldest = cases.get(i);
            if (mayGo(oldest, now)) {
                sum -= size(oldest);
                left--;
                remove(oldest);
            }
        }
    }

    private void remove(Path one) throws IOException {
        FileTree.remove(one);
        written.remove(one);
    }

    private boolean mayGo(Path one, Instant now) throws IOException {
        if (writing.contains(one)) {
            return false;
        }
        Instant changed =
                Files.getLastModifiedTime(one, LinkOption.NOFOLLOW_LINKS).toInstant();
        return written.contains(one) || changed.plus(YOUNG).isBefore(now);
    }

    /** Oldest first: that is how they are named. */
    private List<Path> cases() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Store::isCase)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a store of this user has made it. */
    private static boolean isCase(Path path) {
        try {
            return NAME.matcher(path.getFileName().toString()).matches()
                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(Posix.geteuid());
        } catch (IOException e) {
            return false; // it has just gone
        }
    }

    private static long size(Path one) throws IOException {
        try (Stream<Path> files = Files.walk(one)) {
            return files.mapToLong(Store::blocks).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long blocks(Path file) {
        try {
            long bytes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size();
            return Math.ceilDiv(bytes, BLOCK) * BLOCK;
        } catch (IOException e) {
            return 0; // it has just gone
        }
    }
}
