// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stops the instance gracefully: what was received is answered.",
        footer = {"", Asking.EXIT_CODES})
public final class StopCommand extends Asking {
    /** From the controller's last word to the end of its process. */
    private static final Duration LEAVING = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(50);

    @Option(names = "--wait", description = "Wait until the process has ended.")
    private boolean wait;

    @Option(names = "--now", description = "Kill workers that have not left a second later.")
    private boolean now;

    @Override
    Outcome run(ControlClient client) throws Failure {
        ControlRequest request =
                ControlRequest.of("stop").with("wait", Boolean.toString(wait)).with("now", Boolean.toString(now));
        AtomicLong pid = new AtomicLong();
        Outcome outcome = ask(client, request, wait ? Duration.ZERO : SOON, data -> note(data, pid));
        if (wait && outcome == Outcome.DONE) {
            awaitEnd(pid.get());
        }
        return outcome;
    }

    private static void note(ControlReply.Data data, AtomicLong pid) {
        if (data.kind().equals("pid") && data.text().matches("\\d{1,10}")) {
            pid.set(Long.parseLong(data.text()));
        }
    }

    private static void awaitEnd(long pid) throws Failure {
        long deadline = System.nanoTime() + LEAVING.toNanos();
        while (runs(pid)) {
            if (System.nanoTime() - deadline >= 0) {
                throw new Failure(
                        Outcome.TIMED_OUT,
                        "process " + pid + " is still there " + LEAVING.toSeconds() + " s after all was stopped");
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /**
     * Whether it has not ended. A zombie has, however long its parent takes to notice. Its state is the first field after the
     * name, which stands in brackets and may hold anything (proc(5)).
     */
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
            String state = stat.substring(stat.lastIndexOf(')') + 1).strip();
            return !state.startsWith("Z") && !state.startsWith("X");
        } catch (IOException e) {
            return false; // it is gone
        }
    }
}
