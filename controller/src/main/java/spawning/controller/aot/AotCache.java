// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;

/**
 * A finished cache, held so that nobody removes it. It is a folder with the archive itself and the jars that it was made
 * of, for the JVM wants a class path to have the same paths, sizes and times again: workers boot from these jars, the same
 * by content as their generation's. Any thread.
 */
public final class AotCache implements AutoCloseable {
    static final String ARCHIVE = "cache.aot";
    static final String JARS = "cp";

    /** Each worker's JVM would say why it does not use an archive; that it does not, the controller says once. */
    private static final String QUIET = "-Xlog:aot*=off,cds*=off:stderr";

    private static final int SHORT = 12;

    private static final Logger log = LoggerFactory.getLogger(AotCache.class);

    private final Path folder;
    private final Fd lock;
    private final Set<String> jars;

    private AotCache(Path folder, Fd lock, Set<String> jars) {
        this.folder = folder;
        this.lock = lock;
        this.jars = jars;
    }

    /** The one in a folder; empty when there is none, or somebody is making or removing it. */
    static Optional<AotCache> open(Path folder) {
        if (!Files.isRegularFile(folder.resolve(ARCHIVE))) {
            return Optional.empty();
        }
        try {
            Fd lock = Posix.open(folder);
            try (var files = Files.list(folder.resolve(JARS))) {
                Set<String> jars =
                        files.map(Path::getFileName).map(Path::toString).collect(Collectors.toUnmodifiableSet());
                if (Posix.tryFlockShared(lock) && Files.isRegularFile(folder.resolve(ARCHIVE))) {
                    touch(folder);
                    return Optional.of(new AotCache(folder, lock, jars));
                }
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
            lock.close();
        } catch (IOException e) {
            log.debug("the AOT cache {} cannot be used: {}", folder, e.toString());
        }
        return Optional.empty();
    }

    /** The time of the folder says when it was last used; where it cannot be set, the folder is not ours to clean either. */
    private static void touch(Path folder) {
        try {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
        } catch (IOException e) {
            log.debug("{} is read only", folder);
        }
    }

    /** The archive. */
    public Path archive() {
        return folder.resolve(ARCHIVE);
    }

    /** Bytes of the archive; 0 when it is gone. */
    public long size() {
        try {
            return Files.size(archive());
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether it is still as it was: somebody may empty folders of caches without asking. */
    public boolean whole() {
        return Files.isRegularFile(archive())
                && jars.stream()
                        .allMatch(
                                jar -> Files.isRegularFile(folder.resolve(JARS).resolve(jar)));
    }

    /** The begin of its name, for people. */
    public String name() {
        return fullName().substring(0, SHORT);
    }

    /** The name of its folder. */
    String fullName() {
        return String.valueOf(folder.getFileName());
    }

    /**
     * Options that a worker needs to boot from it.
     *
     * @param required where the JVM refuses the archive, it says why and exits with 1; otherwise it boots without, in silence
     */
    public List<String> options(boolean required) {
        String archive = "-XX:AOTCache=" + archive();
        return required ? List.of(archive, "-XX:AOTMode=on") : List.of(archive, "-XX:AOTMode=auto", QUIET);
    }

    /** The class path with the cache's own copies in place of those jars that it has. */
    public List<Path> classPath(List<Path> plain) {
        return plain.stream()
                .map(jar -> jars.contains(String.valueOf(jar.getFileName()))
                        ? folder.resolve(JARS).resolve(String.valueOf(jar.getFileName()))
                        : jar)
                .toList();
    }

    /** From now on it may be removed. */
    @Override
    public void close() {
        lock.close();
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
