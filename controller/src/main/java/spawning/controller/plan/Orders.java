// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.util.ArrayList;
import java.util.List;

/** The actions of one step, in their order. */
final class Orders {
    private List<Action> actions = new ArrayList<>();

    void add(Action action) {
        actions.add(action);
    }

    void mark(Milestone milestone) {
        add(new Action.Mark(milestone));
    }

    void info(String text) {
        say(Action.Severity.INFO, text);
    }

    void warn(String text) {
        say(Action.Severity.WARN, text);
    }

    void error(String text) {
        say(Action.Severity.ERROR, text);
    }

    void say(Action.Severity severity, String text) {
        add(new Action.Say(severity, text));
    }

    /** All actions since the last call. */
    List<Action> take() {
        List<Action> taken = actions;
        actions = new ArrayList<>();
        return taken;
    }
}
