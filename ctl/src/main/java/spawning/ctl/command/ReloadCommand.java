// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl reload}. */
@Command(
        name = "reload",
        mixinStandardHelpOptions = true,
        description = "Reads code and configuration anew and replaces the workers one by one.",
        footer = {"", Asking.EXIT_CODES})
public final class ReloadCommand extends Asking {
    @Option(names = "--wait", description = "Show the progress, and wait until all serve or it is rolled back.")
    private boolean wait;

    @Option(
            names = "--check",
            description = "Boot one worker of what is there now, throw it away, and say whether it came up.")
    private boolean check;

    @Override
    Outcome run(ControlClient client) throws Failure {
        if (check) {
            return ask(client, ControlRequest.of("check"), Duration.ZERO, _ -> {});
        }
        ControlRequest request = ControlRequest.of("reload").with("wait", Boolean.toString(wait));
        return ask(client, request, wait ? Duration.ZERO : SOON, _ -> {});
    }
}
