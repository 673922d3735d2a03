// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.ctl.screen.StatusTable;
import spawning.ctl.screen.Terminal;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl top}. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description =
                "Shows the status in the terminal, anew each second; q or Ctrl-C ends it. Without a terminal, once.",
        footer = {"", Asking.EXIT_CODES})
public final class TopCommand extends Asking {
    private static final Duration STEP = Duration.ofSeconds(1);

    @Option(names = "--once", description = "Show it once, as without a terminal.")
    private boolean once;

    @Override
    Outcome run(ControlClient client) throws Failure {
        List<String> first = lines(client);
        if (once || !Terminal.isThere()) {
            first.forEach(out()::println);
            return Outcome.DONE;
        }
        try (Terminal terminal = Terminal.take(out())) {
            terminal.show(first);
            while (!terminal.quitWithin(STEP)) {
                terminal.show(lines(client));
            }
        }
        return Outcome.DONE;
    }

    private List<String> lines(ControlClient client) throws Failure {
        return StatusTable.of(JsonParser.parseString(status(client, false)).getAsJsonObject());
    }
}
