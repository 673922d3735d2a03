// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Options that are known but belong to later releases: refused by name, so that nobody looks for a spelling mistake.
 * Take a line away when its option comes.
 */
public enum LaterOption {
    WARMUP("warmup", "", true);

    private final String longName;
    private final String shortName;
    private final boolean takesValue;

    LaterOption(String longName, String shortName, boolean takesValue) {
        this.longName = longName;
        this.shortName = shortName;
        this.takesValue = takesValue;
    }

    /** As people write it: {@code --daemonize}. */
    public String shown() {
        return "--" + longName;
    }

    /** The names on the command line, short one first. */
    public List<String> names() {
        return shortName.isEmpty() ? List.of(shown()) : List.of("-" + shortName, shown());
    }

    /** Whether an argument follows, which is not to be taken for the application. */
    public boolean takesValue() {
        return takesValue;
    }

    /** The sentence that refuses it. */
    public ConfigProblem refusal(String source) {
        return new ConfigProblem(source, shown(), shown() + " is not in this release; leave it out");
    }

    static Optional<LaterOption> ofKey(String key) {
        return Arrays.stream(values()).filter(o -> o.longName.equals(key)).findFirst();
    }
}
