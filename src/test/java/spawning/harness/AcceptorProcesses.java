// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Some processes that share one listener, each with nothing but the acceptor of the built worker, which they stop and
 * start again and again: {@code resources/applications/AcceptorCycles.java}.
 */
public final class AcceptorProcesses implements AutoCloseable {
    /** Starts a command so many times and leaves when the last has ended, with the sum of their exit codes. */
    private static final String STARTER = InheritedListener.OPEN + """
            my $count = shift @ARGV;
            for (1 .. $count) { fork or exec @ARGV or die $!; }
            my $sum = 0;
            $sum += $? ? 1 : 0 while wait > 0;
            exit $sum;
            """;

    private static final Pattern DONE = Pattern.compile("cycles done: ");

    private final Process starter;
    private final int processes;
    private final OutputLog log = new OutputLog();

    private AcceptorProcesses(Process starter, int processes) {
        this.starter = starter;
        this.processes = processes;
        log.collect(starter);
    }

    /** Starts so many of them, each of which stops and starts its acceptor so often. */
    public static AcceptorProcesses start(Path folder, int processes, int cycles) {
        Path libraries = ProductBuilder.HOME.resolve("target/lib/worker").toAbsolutePath();
        Path server = libraries.resolve("spawning-server.jar");
        TestApplications.program(folder, "AcceptorCycles.java", server);
        List<String> command =
                new ArrayList<>(List.of("perl", "-e", STARTER, Integer.toString(processes), javaProgram()));
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
