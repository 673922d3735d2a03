// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import spawning.protocol.SessionStore;

/**
 * A value that was given for an option, not yet understood.
 *
 * @param option for what
 * @param value as it was typed; {@code true} or {@code false} for flags
 * @param source where
 */
public record Given(Option option, String value, Source source) {
    /** The value as it may be shown: without passwords. */
    String shown() {
        return option == Option.SESSIONS ? SessionStore.withoutPasswords(value) : value;
    }

    /** The value as strangers may see it: also without what environment variables hold. */
    public String masked() {
        int equals = value.indexOf('=');
        return option == Option.ENV && equals >= 0 ? value.substring(0, equals + 1) + "***" : shown();
    }

    ConfigProblem problem(String message) {
        return new ConfigProblem(source.text(), option.shown(), message);
    }
}
