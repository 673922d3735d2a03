// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import spawning.ctl.connect.Instance;
import spawning.ctl.connect.Instances;
import spawning.protocol.control.Outcome;

/** {@code spawning-ctl list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the running instances of this user; as root, of all users.",
        footer = {"", "Exit codes: 0 there are some, 3 there are none."})
public final class ListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<Instance> all = Instances.ofThisMachine(System.getenv()).all();
        if (spec != null) {
            all.forEach(one -> spec.commandLine().getOut().println(one.line()));
        }
        return (all.isEmpty() ? Outcome.NO_CONTROLLER : Outcome.DONE).code();
    }
}
