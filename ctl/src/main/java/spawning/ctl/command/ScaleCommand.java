// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl scale}. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        description = "Sets the number of workers, until the configuration names another one.",
        footer = {"", Asking.EXIT_CODES})
public final class ScaleCommand extends Asking {
    @Parameters(paramLabel = "N", description = "How many workers shall serve: 1 to 1000.")
    private int workers;

    @Option(names = "--wait", description = "Wait until so many are ready.")
    private boolean wait;

    @Override
    Outcome run(ControlClient client) throws Failure {
        ControlRequest request = ControlRequest.of("scale")
                .with("workers", Integer.toString(workers))
                .with("wait", Boolean.toString(wait));
        return ask(client, request, wait ? Duration.ZERO : SOON, _ -> {});
    }
}
