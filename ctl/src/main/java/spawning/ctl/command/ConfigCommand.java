// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import picocli.CommandLine.Command;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.ctl.connect.Plain;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl config}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description =
                "Prints the configuration of the running generation, and where each value came from; secrets are starred out.",
        footer = {"", Asking.EXIT_CODES})
public final class ConfigCommand extends Asking {
    @Override
    Outcome run(ControlClient client) throws Failure {
        StringBuilder text = new StringBuilder();
        Outcome outcome = ask(client, ControlRequest.of("config"), SOON, data -> text.append(data.text()));
        out().print(Plain.lines(text.toString()));
        return outcome;
    }
}
