// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Takes back a reload that is under way; otherwise rolls out the code and configuration that served before.",
            "Twice goes there and back."
        },
        footer = {"", Asking.EXIT_CODES})
public final class RollbackCommand extends Asking {
    @Option(names = "--wait", description = "Show the progress, and wait until it is done.")
    private boolean wait;

    @Override
    Outcome run(ControlClient client) throws Failure {
        ControlRequest request = ControlRequest.of("rollback").with("wait", Boolean.toString(wait));
        return ask(client, request, wait ? Duration.ZERO : SOON, _ -> {});
    }
}
