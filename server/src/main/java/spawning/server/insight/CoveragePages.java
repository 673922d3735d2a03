// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.Insight;
import spawning.protocol.WorkerSettings;

/**
 * {@code /_coverage}: JaCoCo's report of what ran in all workers, made anew each time; the pages and pictures below it are
 * those of the newest report, whichever worker made it. {@code /_coverage.exec}: the merged data.
 */
final class CoveragePages {
    private static final Logger LOG = LoggerFactory.getLogger(CoveragePages.class);
    private static final String ROOT = "/_coverage";
    private static final String BELOW = ROOT + "/";
    private static final String DATA = ROOT + ".exec";
    private static final String INDEX = "index.html";

    /** A worker that does not answer by then is stuck, or stopped; what it wrote last counts. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(5);
    private static final String PAST = "past";

    private final CoverageFolder folder;
    private final Path libraries;
    private final List<Path> classPath;
    private final List<Path> sources;
    private final ReportFolders reports;
    private final String application;
    private final long made;

    private CoveragePages(Insight insight, WorkerSettings settings, Path generation) throws IOException {
        folder = CoverageFolder.beside(generation);
        libraries = Path.of(insight.coverage(), "reports");
        classPath = classPath(insight, settings);
        sources = insight.sources().stream().map(Path::of).toList();
        reports = new ReportFolders(generation);
        application = settings.application();
        made = Files.getLastModifiedTime(generation.resolve("settings")).toMillis();
    }

    static CoveragePages of(Insight insight, WorkerSettings settings, Path generation) throws IOException {
        return new CoveragePages(insight, settings, generation);
    }

    /** Of a WAR, what its authors wrote; the jars in WEB-INF/lib are libraries. */
    private static List<Path> classPath(Insight insight, WorkerSettings settings) {
        List<Path> all = new ArrayList<>();
        if (settings.factory().equals("war")) {
            all.add(Path.of(settings.application(), "WEB-INF", "classes"));
        }
        insight.classPath().stream().map(Path::of).forEach(all::add);
        return all;
    }

    boolean owns(String path) {
        return path.equals(ROOT) || path.startsWith(BELOW) || path.equals(DATA);
    }

    Answer page(Asked asked) throws IOException, InterruptedException {
        String path = asked.path();
        if (path.equals(DATA) || (path.equals(ROOT) && asked.query().equals("exec"))) {
            return data();
        }
        String name = path.equals(ROOT) ? "" : path.substring(BELOW.length());
        if (name.isEmpty() || name.equals(INDEX)) {
            return ReportPage.index(Files.readAllBytes(report().resolve(INDEX)));
        }
        Optional<Path> newest = reports.newest();
        return ReportPage.of(newest.isPresent() ? newest.get() : report(), name);
    }

    private synchronized Answer data() throws IOException, InterruptedException {
        Path merged = Files.createTempFile(folder.path(), "merged", ".tmp");
        try (FileChannel channel = lock();
                FileLock lock = channel.lock();
                CoverageReports jacoco = new CoverageReports(libraries)) {
            collect(jacoco);
            jacoco.merge(folder.data(), merged);
            LOG.debug("merged under {}", lock);
            return Answer.ok("application/octet-stream", Files.readAllBytes(merged))
                    .with("Content-Disposition", "attachment; filename=\"coverage.exec\"");
        } finally {
            Files.deleteIfExists(merged);
        }
    }

    private synchronized Path report() throws IOException, InterruptedException {
        try (FileChannel channel = lock();
                FileLock lock = channel.lock();
                CoverageReports jacoco = new CoverageReports(libraries)) {
            collect(jacoco);
            LOG.debug("writing a report under {}", lock);
            Path begun = reports.begin();
            jacoco.write(folder.data(), classPath, sources, made, begun, application)
                    .forEach(problem -> LOG.warn("coverage: {}", problem));
            return reports.finish(begun);
        }
    }

    /** One report at a time among all workers, for they fold the same files. */
    private FileChannel lock() throws IOException {
        return FileChannel.open(folder.path().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Has all that live write what they have, and puts what the dead left into one file. */
    private void collect(CoverageReports jacoco) throws IOException, InterruptedException {
        Path question = folder.ask();
        try {
            awaitAnswers(question);
        } finally {
            CoverageFolder.withdraw(question);
        }
        List<Path> dead = folder.dataOfTheDead();
        if (!dead.isEmpty()) {
            Path past = folder.file(PAST);
            Path merged = folder.path().resolve("past.new");
            jacoco.merge(
                    Stream.concat(dead.stream(), Stream.of(past).filter(Files::exists))
                            .toList(),
                    merged);
            Files.move(merged, past, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            for (Path file : dead) {
                Files.deleteIfExists(file); // if this ends before: to merge it twice changes nothing
            }
        }
    }

    private void awaitAnswers(Path question) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE;
        List<String> waiting = waiting(question);
        while (!waiting.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK);
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for the data of " + waiting);
            }
            waiting = waiting(question);
        }
        if (!waiting.isEmpty()) {
            LOG.warn(
                    "coverage: the workers {} (pid and start) did not write within {} s what they ran; what they wrote last"
                            + " counts",
                    waiting,
                    TimeUnit.NANOSECONDS.toSeconds(PATIENCE));
        }
    }

    private List<String> waiting(Path question) throws IOException {
        return folder.living().stream()
                .filter(name -> !CoverageFolder.answered(question, name))
                .toList();
    }
}
