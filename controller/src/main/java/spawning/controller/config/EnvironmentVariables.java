// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads options from variables such as {@code SPAWNING_PORT}. Several values of a repeatable option are separated by
 * white space; an empty variable counts as not set.
 *
 * <p>An unknown variable that begins with the prefix is no error, for others set such variables too: Kubernetes gives
 * every container {@code SPAWNING_SERVICE_HOST} when a service is called spawning. One that is nearly an option is
 * warned about.
 */
final class EnvironmentVariables {
    static final String PREFIX = "SPAWNING_";

    private EnvironmentVariables() {}

    /** Finds the options among variables. */
    static List<Given> read(Map<String, String> variables) {
        List<Given> found = new ArrayList<>();
        for (Option option : Option.values()) {
            String value = variables.getOrDefault(option.variable(), "").strip();
            if (option.allowedInEnvironment() && !value.isEmpty()) {
                Source source = Source.variable(option.variable());
                List<String> values = option.kind() == Option.Kind.MANY ? words(value) : List.of(value);
                values.forEach(v -> found.add(new Given(option, v, source)));
            }
        }
        return found;
    }

    /** One sentence for each variable that is probably a spelling mistake. */
    static List<String> warnings(Map<String, String> variables) {
        List<String> known =
                Arrays.stream(Option.values()).map(Option::variable).toList();
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeMap<>(variables).keySet()) {
            if (name.startsWith(PREFIX) && !known.contains(name)) {
                Optional<String> near = NearestName.of(name, known, 2);
                near.ifPresent(n -> warnings.add(
                        "environment variable " + name + " is unknown and ignored; did you mean " + n + "?"));
            }
        }
        return warnings;
    }

    private static List<String> words(String value) {
        return List.of(value.split("\\s+"));
    }
}
