// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
        try {
            var process = ProcessHandle.of(pid);
            if (process.isPresent()) {
                process.get().onExit().get(LEAVING.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (TimeoutException e) {
            throw new Failure(
                    Outcome.TIMED_OUT,
                    "process " + pid + " is still there " + LEAVING.toSeconds() + " s after all was stopped");
        } catch (ExecutionException | CancellationException | InterruptedException e) {
            throw new IllegalStateException("nothing of this happens to a process", e);
        }
    }
}
