// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All commands by their verbs. */
public final class Commands {
    private final Map<String, Command> byVerb;

    private Commands(Map<String, Command> byVerb) {
        this.byVerb = new TreeMap<>(byVerb);
    }

    /** Those of a controller. */
    public static Commands of(Controls controls) {
        Rollout rollout = new Rollout(controls);
        return new Commands(Map.of(
                "hello", new HelloCommand(controls),
                "status", new StatusCommand(controls),
                "reload", new ReloadCommand(controls, rollout),
                "check", new TrialCommand(controls),
                "rollback", new RollbackCommand(controls, rollout),
                "stop", new StopCommand(controls),
                "scale", new ScaleCommand(controls),
                "dump", new DumpCommand(controls),
                "reopen-logs", new ReopenLogsCommand(controls)));
    }

    Optional<Command> of(String verb) {
        return Optional.ofNullable(byVerb.get(verb));
    }

    String names() {
        return String.join(", ", byVerb.keySet());
    }
}
