// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.ChildProcess;

/**
 * Takes away what others leave when we are process 1 of a container: processes whose parents have ended become our
 * children, and stay zombies until somebody waits for them. Our own children are waited for by those who started them:
 * one that is still a zombie at the second look is nobody's.
 */
public final class OrphanReaper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(OrphanReaper.class);
    private static final Duration STEP = Duration.ofSeconds(1);

    private final Path proc;
    private final CountDownLatch end = new CountDownLatch(1);
    private Set<Long> seen = Set.of();

    private OrphanReaper(Path proc) {
        this.proc = proc;
    }

    /** Begins on a thread of its own, if this is process 1; otherwise orphans are somebody else's. */
    public static OrphanReaper start() {
        OrphanReaper reaper = new OrphanReaper(Path.of("/proc/self"));
        if (ProcessHandle.current().pid() == 1) {
            log.info("this is process 1: processes that lose their parents are reaped here");
            Thread.ofPlatform().name("orphan-reaper").daemon().start(reaper::run);
        }
        return reaper;
    }

    private void run() {
        try {
            while (!end.await(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the end
        }
    }

    private void look() {
        try {
            Set<Long> zombies = zombies();
            Set<Long> abandoned = new HashSet<>(zombies);
            abandoned.retainAll(seen);
            abandoned.forEach(pid -> {
                if (ChildProcess.reapZombie(pid)) {
                    log.debug("reaped the orphan {}", pid);
                }
            });
            zombies.removeAll(abandoned);
            seen = zombies;
        } catch (IOException e) {
            log.debug("the children of this process cannot be listed", e);
        }
    }

    private Set<Long> zombies() throws IOException {
        Set<Long> zombies = new HashSet<>();
        try (var tasks = Files.newDirectoryStream(proc.resolve("task"))) {
            for (Path task : tasks) {
                for (String child : read(task.resolve("children")).split(" ")) {
                    if (!child.isBlank() && isZombie(child.strip())) {
                        zombies.add(Long.parseLong(child.strip()));
                    }
                }
            }
        }
        return zombies;
    }

    /** The state is the first field after the name, which stands in brackets and may hold anything (proc(5)). */
    private boolean isZombie(String pid) throws IOException {
        String stat = read(Path.of("/proc", pid, "stat"));
        int name = stat.lastIndexOf(')');
        return name >= 0 && stat.startsWith(" Z", name + 1);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    @Override
    public void close() {
        end.countDown();
    }
}
