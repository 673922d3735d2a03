// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

/**
 * A value that was given for an option, not yet understood.
 *
 * @param option for what
 * @param value as it was typed; {@code true} or {@code false} for flags
 * @param source where
 */
public record Given(Option option, String value, Source source) {
    ConfigProblem problem(String message) {
        return new ConfigProblem(source.text(), option.shown(), message);
    }
}
