// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

/**
 * One thing wrong with the configuration. All of them are reported at once.
 *
 * @param source where it stands: {@code command line}, {@code environment variable SPAWNING_PORT},
 *     {@code spawning.conf:12}
 * @param option the option as people write it, {@code --port}; empty when it is about no single option
 * @param message what is wrong, measured against allowed, and what to do
 */
public record ConfigProblem(String source, String option, String message) {
    /** One line for the log or the terminal. */
    @Override
    public String toString() {
        boolean named = option.isEmpty() || message.startsWith(option + " ");
        return source + ": " + (named ? "" : option + ": ") + message;
    }
}
