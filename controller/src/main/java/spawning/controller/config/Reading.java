// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What came of reading the configuration.
 *
 * @param config present exactly when there are no problems
 * @param problems everything that is wrong
 * @param warnings what is allowed but probably not meant
 * @param inEffect the values that counted, and where each came from
 */
public record Reading(
        Optional<ControllerConfig> config, List<ConfigProblem> problems, List<String> warnings, List<Given> inEffect) {
    public Reading {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        inEffect = List.copyOf(inEffect);
    }

    /**
     * The configuration in effect as a configuration file, each line that is no default below a comment that says where
     * it came from. Reading it back in the same folder gives the same configuration, but for passwords, which are starred out.
     */
    public String asFile() {
        return asFile(inEffect, Given::shown);
    }

    /** The same of values that are in effect somewhere else. */
    public static String asFile(List<Given> inEffect, Function<Given, String> shown) {
        StringBuilder text = new StringBuilder();
        for (Option option : Option.values()) {
            if (option.allowedInFile()) {
                append(text, option, inEffect, shown);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Option option, List<Given> inEffect, Function<Given, String> shown) {
        List<Given> given = inEffect.stream().filter(g -> g.option() == option).toList();
        List<Given> counting = option.kind() == Option.Kind.MANY || given.isEmpty() ? given : List.of(given.getLast());
        if (counting.isEmpty()) {
            text.append("# ").append(option.key()).append(" =\n");
        }
        for (Given value : counting) {
            if (value.source().level() != Source.Level.DEFAULT) {
                text.append("# ").append(value.source().text()).append(":\n");
            }
            text.append(option.key()).append(" = ").append(shown.apply(value)).append('\n');
        }
    }
}
