// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import spawning.harness.OutputLog.Source;

/**
 * Some processes that share one listener, each with nothing but the acceptor of the built worker, which they stop and
 * start again and again: {@code resources/applications/AcceptorCycles.java}.
 */
public final class AcceptorProcesses implements AutoCloseable {
    /** Binds a loopback port, tells it, and starts the given command so many times with the listener as descriptor 3. */
    private static final String STARTER = """
            import os, socket, subprocess, sys
            s = socket.socket()
            s.bind(('127.0.0.1', 0))
            s.listen(2048)
            s.setblocking(False)
            print('listening on 127.0.0.1:%d' % s.getsockname()[1], flush=True)
            os.dup2(s.fileno(), 3, inheritable=True)
            children = [subprocess.Popen(sys.argv[2:], pass_fds=(3,)) for _ in range(int(sys.argv[1]))]
            sys.exit(max(child.wait() for child in children))
            """;

    private static final Pattern DONE = Pattern.compile("cycles done: ");

    private final Process starter;
    private final int processes;
    private final OutputLog log = new OutputLog();

    private AcceptorProcesses(Process starter, int processes) {
        this.starter = starter;
        this.processes = processes;
        log.collect(Source.STDOUT, starter.getInputStream());
        log.collect(Source.STDERR, starter.getErrorStream());
    }

    /** Starts so many of them, each of which stops and starts its acceptor so often. */
    public static AcceptorProcesses start(Path folder, int processes, int cycles) {
        Path libraries = ProductBuilder.HOME.resolve("target/lib/worker").toAbsolutePath();
        Path server = libraries.resolve("spawning-server.jar");
        TestApplications.program(folder, "AcceptorCycles.java", server);
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/python3", "-c", STARTER, Integer.toString(processes), javaProgram()));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", server + ":" + folder));
        command.addAll(List.of("com.acme.AcceptorCycles", Integer.toString(cycles)));
        try {
            return new AcceptorProcesses(new ProcessBuilder(command).start(), processes);
        } catch (IOException e) {
            throw new AssertionError("cannot start " + command, e);
        }
    }

    private static String javaProgram() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    /** Where they listen. */
    public int port() {
        return Integer.parseInt(log.await(LogLines.LISTENING, Await.SOON).group("port"));
    }

    /** Waits until all have done all their stops and starts; they accept on. */
    public void awaitDone(java.time.Duration limit) {
        log.await(DONE, processes, limit);
    }

    /** What they said. */
    public OutputLog log() {
        return log;
    }

    /** Ends them: their standard input ends. */
    @Override
    public void close() throws IOException {
        starter.getOutputStream().close();
        try {
            if (!starter.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS) || starter.exitValue() != 0) {
                starter.descendants().forEach(ProcessHandle::destroyForcibly);
                throw new AssertionError("the acceptors did not end well\n" + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the acceptors ended\n" + log, e);
        }
    }
}
