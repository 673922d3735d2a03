// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other workers of the same controller, for the one case in which nobody else looks after them: the controller died. A
 * worker that is stopped, or that never sees the controller's end, would hold its copies of the listeners, and so the
 * port, for ever.
 */
final class Siblings {
    private static final Logger log = LoggerFactory.getLogger(Siblings.class);

    /** More than any worker that runs at all needs to close its listeners after the controller's death. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration KILL_LIMIT = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Path state;
    private final List<String> listeners;

    /**
     * @param state the folder of this instance, which stands in each sibling's command line
     * @param listeners what the listeners are called in {@code /proc/PID/fd}, such as {@code socket:[4711]}
     */
    Siblings(Path state, List<String> listeners) {
        this.state = state;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * What sockets are called in {@code /proc/PID/fd}.
     *
     * @throws UncheckedIOException a descriptor is not open
     */
    static List<String> socketNames(List<Integer> descriptors) {
        return descriptors.stream()
                .map(fd -> link(Path.of("/proc/self/fd/" + fd)))
                .toList();
    }

    /**
     * Kills the siblings that still hold a listener: at once those that are stopped, the others when they have not let go
     * after five seconds. The last to leave also removes the folder of the instance. Blocks up to those five seconds.
     */
    void endThoseThatDoNotMove() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<ProcessHandle> holding = holdingListeners();
        while (!holding.isEmpty() && System.nanoTime() - deadline < 0) {
            holding.stream().filter(Siblings::stopped).forEach(sibling -> kill(sibling, "is stopped"));
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            holding = holdingListeners();
        }
        holding.forEach(sibling -> kill(sibling, "did not let go in " + PATIENCE.toSeconds() + " s"));
        removeStateIfLast();
    }

    /**
     * Each worker that leaves marks it first and looks afterwards, so of two that leave at once at least one sees that both
     * do.
     */
    private void removeStateIfLast() {
        StateFolder folder = new StateFolder(state);
        if (!folder.isOurs()) {
            log.warn("{} is left where it is, for it is no folder of an instance of ours", state);
            return;
        }
        try {
            Files.createFile(markOf(ProcessHandle.current()));
            if (all().stream().map(this::markOf).allMatch(Files::exists)) {
                folder.remove();
            }
        } catch (IOException e) {
            log.debug("{} is left to the next start to remove", state, e);
        }
    }

    private Path markOf(ProcessHandle worker) {
        return state.resolve(StateFolder.LEFT + worker.pid());
    }

    private static void kill(ProcessHandle sibling, String why) {
        log.warn("the controller is dead and worker pid {} holds its listeners and {}; killing it", sibling.pid(), why);
        sibling.destroyForcibly(); // compares the start time first, so a reused pid is safe
        long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
        while (sibling.isAlive() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos()); // the end of a process that is no child gives no notice
        }
        if (sibling.isAlive()) {
            log.error("worker pid {} does not end although killed", sibling.pid());
        }
    }

    private List<ProcessHandle> holdingListeners() {
        return all().stream().filter(this::holdsListener).toList();
    }

    private List<ProcessHandle> all() {
        long self = ProcessHandle.current().pid();
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != self && isSibling(process))
                .toList();
    }

    private boolean isSibling(ProcessHandle process) {
        String commandLine = read(process, "cmdline").orElse("");
        return commandLine.contains("\0" + state + "/gen-") && commandLine.contains(WorkerMain.class.getName());
    }

    private boolean holdsListener(ProcessHandle process) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return descriptors.map(Siblings::link).anyMatch(listeners::contains);
        } catch (IOException | UncheckedIOException e) {
            log.debug("pid {} ended while it was looked at", process.pid(), e);
            return false;
        }
    }

    /** Whether the process is stopped by a signal or a tracer: state T or t, the field after the name in proc(5) stat. */
    private static boolean stopped(ProcessHandle process) {
        return read(process, "stat")
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 1).strip())
                .filter(fields -> fields.startsWith("T") || fields.startsWith("t"))
                .isPresent();
    }

    private static Optional<String> read(ProcessHandle process, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/" + file));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty(); // it ended, or is another user's: no sibling either way
        }
    }

    private static String link(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
