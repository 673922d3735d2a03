// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All commands by their verbs. */
public final class Commands {
    private final Map<String, Command> byVerb;

    Commands(Map<String, Command> byVerb) {
        this.byVerb = new TreeMap<>(byVerb);
    }

    /** Those of a controller. */
    public static Commands of(Controls controls) {
        Rollout rollout = new Rollout(controls);
        Map<String, Command> all = new TreeMap<>();
        all.put("hello", new HelloCommand(controls));
        all.put("status", new StatusCommand(controls));
        all.put("config", new ConfigCommand(controls));
        all.put("reload", new ReloadCommand(controls, rollout));
        all.put("check", new TrialCommand(controls));
        all.put("rollback", new RollbackCommand(controls, rollout));
        all.put("stop", new StopCommand(controls));
        all.put("scale", new ScaleCommand(controls));
        all.put("dump", new DumpCommand(controls));
        all.put("reopen-logs", new ReopenLogsCommand(controls));
        all.put("backdoor", new BackdoorCommand(controls));
        return new Commands(all);
    }

    Optional<Command> of(String verb) {
        return Optional.ofNullable(byVerb.get(verb));
    }

    String names() {
        return String.join(", ", byVerb.keySet());
    }
}
