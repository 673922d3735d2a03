// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import spawning.benchmarks.Workload;
import spawning.benchmarks.load.Answer;
import spawning.benchmarks.load.Connection;

/** A contender that runs and answers. For one thread; closing it ends all its processes. */
public final class Instance implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int PORT_TRIES = 100;

    private final Contender contender;
    private final Processes processes;
    private final Process process;
    private final int port;
    private final Path log;
    private final long begun = System.nanoTime();
    private Duration untilAnswer = Duration.ZERO;

    private Instance(Contender contender, Processes processes, Process process, int port, Path log) {
        this.contender = contender;
        this.processes = processes;
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /**
     * Starts the contender on a free port and waits until it answers.
     *
     * @param scratch an empty folder, for its files and its log
     */
    public static Instance start(Contender contender, Processes processes, Path scratch)
            throws DidNotStart, InterruptedException {
        var missing = contender.missing();
        if (missing.isPresent()) {
            throw new DidNotStart(missing.get());
        }
        Instance instance;
        try {
            int port = freePort();
            Path log = scratch.resolve("log");
            Preparation.once(contender, processes, scratch);
            Process process = processes.start(new ProcessBuilder(contender.command(port, scratch))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile()));
            process.getOutputStream().close();
            instance = new Instance(contender, processes, process, port, log);
        } catch (IOException e) {
            throw new DidNotStart(e.toString());
        }
        instance.awaitAnswer();
        return instance;
    }

    public Contender contender() {
        return contender;
    }

    public int port() {
        return port;
    }

    /** From the start of its process to its first answer, in seconds. */
    public double secondsUntilAnswer() {
        return untilAnswer.toNanos() / 1e9;
    }

    public ProcessTree processTree() {
        return new ProcessTree(process.toHandle());
    }

    /** Sends a signal, such as HUP, to the process that was started. */
    public void signal(String name) throws IOException {
        if (Tool.output("kill", "-s", name, "" + process.pid()).isEmpty()) {
            throw new IOException("no " + name + " could be sent to " + contender.name());
        }
    }

    /** Waits until each serving process has answered on a new connection. */
    public void awaitAll() throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        Set<String> pids = new HashSet<>();
        while (pids.size() < contender.servingProcesses()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("only %d of %d processes of %s answered within %d s"
                        .formatted(pids.size(), contender.servingProcesses(), contender.name(), START.toSeconds()));
            }
            pids.add(Connection.once(port, "/pid", ANSWER).body());
        }
    }

    /** Asks a few times on new connections, so that every worker is likely to be asked. */
    public void verify(Workload workload) throws DidNotStart {
        for (int i = 0; i < 4 * contender.servingProcesses(); i++) {
            Answer answer;
            try {
                answer = Connection.once(port, workload.path(), ANSWER);
            } catch (IOException e) {
                throw new DidNotStart(workload.path() + ": " + e + lastLogLine());
            }
            if (answer.status() != 200 || !workload.isExpected(answer.body())) {
                throw new DidNotStart("%s: not the expected answer, but status %d and %d bytes"
                        .formatted(
                                workload.path(), answer.status(), answer.body().length()));
            }
        }
    }

    /** Bytes that its serving JVMs have allocated since they were started, all together. */
    public long allocatedBytes() throws IOException {
        return perProcess("/allocated").values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Asks on new connections until each serving process has answered {@code pid number}. */
    public Map<Long, Long> perProcess(String path) throws IOException {
        Map<Long, Long> numbers = new HashMap<>();
        for (int tries = 0; numbers.size() < contender.servingProcesses(); tries++) {
            if (tries == 100) {
                throw new IOException("only %d of %d processes of %s answered %s in 100 tries"
                        .formatted(numbers.size(), contender.servingProcesses(), contender.name(), path));
            }
            String[] answer = Connection.once(port, path, ANSWER).body().split(" ");
            numbers.put(Long.valueOf(answer[0]), Long.valueOf(answer[1]));
        }
        return numbers;
    }

    private void awaitAnswer() throws DidNotStart, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() - deadline < 0) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw failure("exit code " + process.exitValue());
            }
            try {
                // A controller whose workers do not come up answers 503 itself.
                if (Connection.once(port, contender.probe(), ANSWER).status() < 400) {
                    untilAnswer = Duration.ofNanos(System.nanoTime() - begun);
                    return;
                }
            } catch (IOException e) { // not yet; until the deadline
            }
        }
        throw failure("no answer within " + START.toSeconds() + " s");
    }

    /** What it has printed so far, by lines. */
    public List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    private DidNotStart failure(String what) {
        close();
        return new DidNotStart(what + lastLogLine());
    }

    private String lastLogLine() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty() ? "" : ": " + lines.getLast();
        } catch (IOException e) {
            return ": its log cannot be read: " + e;
        }
    }

    /**
     * Free at this moment, and below those that the kernel gives to clients (ip_local_port_range, from 32768 on): the last
     * load's connections may have taken one of theirs.
     */
    private static int freePort() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int i = 0; i < PORT_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    @Override
    public void close() {
        processes.stop(process, STOP);
    }
}
