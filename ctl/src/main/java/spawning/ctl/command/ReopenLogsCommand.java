// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import picocli.CommandLine.Command;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl reopen-logs}. */
@Command(
        name = "reopen-logs",
        mixinStandardHelpOptions = true,
        description = "Has all workers open their log files again, and waits until each has said so: for logrotate.",
        footer = {"", Asking.EXIT_CODES})
public final class ReopenLogsCommand extends Asking {
    @Override
    Outcome run(ControlClient client) throws Failure {
        return ask(client, ControlRequest.of("reopen-logs"), SOON, _ -> {});
    }
}
