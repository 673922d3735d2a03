// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import com.google.gson.JsonParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.ctl.connect.Plain;
import spawning.ctl.screen.StatusTable;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows how the instance is and what its workers do.",
        footer = {"", Asking.EXIT_CODES})
public final class StatusCommand extends Asking {
    @Option(names = "--json", description = "As the document of /status.json, with history and events.")
    private boolean json;

    @Override
    Outcome run(ControlClient client) throws Failure {
        String document = status(client, json);
        if (json) {
            out().println(Plain.lines(document));
        } else {
            StatusTable.of(JsonParser.parseString(document).getAsJsonObject()).forEach(out()::println);
        }
        return Outcome.DONE;
    }
}
