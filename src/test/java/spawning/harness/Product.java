// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of the product: the process that was started and all that come from it, known by a variable in their
 * environment also when the controller is dead. Ended by {@link Products} after the test.
 */
public final class Product {
    /** The variable. */
    static final String MARK = "TEST_PRODUCT_MARK";

    private static final String CONTROLLER_CLASS = "spawning.controller.Main";
    private static final String BELOW_JSVC = "spawning.controller.JsvcDaemon";
    private static final int ASKED = 8;
    private static final Duration PATIENCE = Duration.ofMillis(1_250);
    /** For output to be read whose writer has exited. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final Duration REAPED = Duration.ofSeconds(10);

    private final Process launched;
    private final String mark;
    private final Path stateFolder;
    private final OutputLog log = new OutputLog();
    private boolean mayLeaveState;

    Product(Process launched, String mark, Path stateFolder) {
        this.launched = launched;
        this.mark = mark;
        this.stateFolder = stateFolder;
        log.collect(launched);
    }

    /** Where its folders of generations are. */
    public Path stateFolder() {
        return stateFolder;
    }

    /** What it wrote. */
    public OutputLog log() {
        return log;
    }

    /** What it reads, or what is typed into its terminal. */
    public OutputStream input() {
        return launched.getOutputStream();
    }

    /** The process started by the tests: the controller, or what launched it. */
    public long launchedPid() {
        return launched.pid();
    }

    /** The port of 127.0.0.1 that it says it listens on. */
    public int port() {
        return Integer.parseInt(log.await(LogLines.LISTENING, Await.SOON).group("port"));
    }

    /** 127.0.0.1 and {@link #port}. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
    }

    /** The living processes that come from this run. */
    public List<Proc> processes() {
        return Proc.marked(mark).stream().filter(Proc::alive).toList();
    }

    /** The controller: the oldest of its name, for what it forks has its arguments until it becomes another program. */
    public Proc controller() {
        return processes().stream()
                .filter(process -> process.arguments().contains(CONTROLLER_CLASS))
                .min(Comparator.comparingLong(Proc::pid))
                .orElseThrow(() -> new AssertionError("no controller among " + processes() + "\n" + log));
    }

    /** The living workers of all states and generations. */
    public List<WorkerProcess> workers() {
        return processes().stream()
                .flatMap(process -> WorkerProcess.of(process).stream())
                .toList();
    }

    /** Their pids. */
    public Set<Long> workerPids() {
        return workers().stream().map(WorkerProcess::pid).collect(Collectors.toUnmodifiableSet());
    }

    /** Waits until the living workers are as they should be. */
    public void awaitWorkers(String what, Predicate<List<WorkerProcess>> holds) {
        Await.until(what, Await.SOON, () -> workers() + "\n" + log, () -> holds.test(workers()));
    }

    /** Waits until so many workers live, all of this generation: those before have drained. */
    public void awaitOnly(int count, int generation) {
        awaitWorkers(
                count + " workers of generation " + generation + " and no others",
                all -> all.size() == count && all.stream().allMatch(worker -> worker.generation() == generation));
    }

    /** Sends a signal to the controller. */
    public void signal(Signal signal) {
        if (signal == Signal.KILL) {
            mayLeaveState = true; // its last worker removes it where it can, otherwise the next start does
        }
        Proc controller = controller();
        if (!signal.to(controller.pid())) {
            throw new AssertionError("no process to send " + signal + " to: " + controller + "\n" + log);
        }
    }

    /** Asks for a reload and waits until it is complete, the old workers perhaps still draining. */
    public void reload(int expectedGeneration) {
        signal(Signal.HUP);
        log.await(LogLines.serves(expectedGeneration), Await.SOON);
    }

    /** Waits for the end of the launched process, and for what it wrote, and returns its exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!launched.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new AssertionError(launched.pid() + " did not exit within " + limit + "\n" + log);
            }
            log.catchUp(LAST_WORDS);
            return launched.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the exit\n" + log, e);
        }
    }

    /** Waits until no process of this run is left. */
    public void awaitAllGone(Duration limit) {
        Await.until(
                "every process is gone",
                limit,
                () -> processes() + "\n" + log,
                () -> processes().isEmpty());
    }

    /** Stops it gracefully and returns its exit code. */
    public int stop() {
        signal(Signal.TERM);
        return awaitExit(Await.SOON);
    }

    /**
     * Ends what is left.
     *
     * @throws AssertionError it did not end when asked twice, or left a process or a part of its state behind
     */
    void end() {
        try {
            askToStop();
        } catch (AssertionError stuck) {
            processes().forEach(process -> Signal.KILL.to(process.pid()));
            awaitAllGone(REAPED);
            mayLeaveState = true;
            throw stuck;
        } finally {
            launched.destroyForcibly();
        }
        log.awaitEnd(REAPED);
        assertNoStateLeft();
    }

    /** A second request counts from a second after the first, so it is repeated until it is heard. */
    private void askToStop() {
        for (int i = 0; i < ASKED; i++) {
            processes().stream()
                    .filter(process -> process.arguments().contains(CONTROLLER_CLASS)
                            || process.arguments().contains(BELOW_JSVC))
                    .forEach(process -> Signal.TERM.to(process.pid()));
            if (Await.within(PATIENCE, () -> processes().isEmpty())) {
                return;
            }
        }
        throw new AssertionError("asked to stop " + ASKED + " times, still there: " + processes() + "\n" + log);
    }

    private void assertNoStateLeft() {
        try (Stream<Path> left = Files.walk(stateFolder)) {
            List<Path> files = left.filter(path -> Files.isRegularFile(path)
                            || path.getFileName().toString().startsWith("gen-"))
                    .toList();
            if (!files.isEmpty() && !mayLeaveState) {
                throw new AssertionError("left behind: " + files + "\n" + log);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot look into " + stateFolder, e);
        }
    }
}
