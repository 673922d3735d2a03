// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The process to be told, known by its pid and its start time: a pid is given to another process some day. */
final class TargetProcess {
    private static final long LOOK_MILLIS = 500;
    private static final long KILL_SECONDS = 5;
    private static final String ENDED = "";

    private final long pid;
    private final String started;

    private TargetProcess(long pid, String started) {
        this.pid = pid;
        this.started = started;
    }

    /**
     * Finds it.
     *
     * @throws UsageException there is none of that pid, or it may not be told
     */
    static TargetProcess find(long pid) throws UsageException, InterruptedException {
        String started = started(pid);
        if (started.equals(ENDED)) {
            throw new UsageException("--pid " + pid + ": there is no such process");
        }
        TargetProcess target = new TargetProcess(pid, started);
        String refused = target.kill("-0");
        if (!refused.isEmpty()) {
            throw new UsageException("--pid " + pid + ": " + refused);
        }
        return target;
    }

    long pid() {
        return pid;
    }

    /** Returns when it has ended. */
    void awaitEnd() throws InterruptedException {
        while (isThere()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Sends SIGHUP, unless the pid is another's by now; says why not, otherwise returns an empty text. */
    String hangUp() {
        if (!isThere()) {
            return "process " + pid + " has ended, no signal sent";
        }
        try {
            return kill("-HUP");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted, no signal sent";
        }
    }

    private boolean isThere() {
        return started(pid).equals(started);
    }

    private String kill(String signal) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                return "kill " + signal + " " + pid + " does not end within " + KILL_SECONDS + "s";
            }
            return kill.exitValue() == 0 ? "" : "this user may not send it signals (kill " + signal + " failed)";
        } catch (IOException e) {
            return "there is no kill on PATH: " + e.getMessage();
        }
    }

    /** The start time in clock ticks since the machine's start (field 22 of proc_pid_stat(5)); empty when it has ended. */
    private static String started(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // the name may hold anything
            return fields[0].equals("Z") || fields[0].equals("X") ? ENDED : fields[19];
        } catch (IOException e) {
            return ENDED;
        }
    }
}
