// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The flags that a worker JVM is started with, and how they came about.
 *
 * @param flags in an order that does not matter
 * @param lines for people: what was found, then each flag with its reason
 * @param warnings what cannot go well, a sentence each
 */
public record Reckoning(List<String> flags, List<String> lines, List<String> warnings) {
    public Reckoning {
        flags = List.copyOf(flags);
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /** What is written down while it is reckoned. */
    static final class Sheet {
        private final UsersFlags users;
        private final List<String> flags = new ArrayList<>();
        private final List<String> lines = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        Sheet(UsersFlags users) {
            this.users = users;
        }

        void found(String text) {
            lines.add(text);
        }

        void warn(String text) {
            warnings.add(text);
        }

        /** Sets a flag, unless the user has said something with one of these names. */
        void set(String flag, String reason, List<String> names) {
            Optional<String> said = users.last(names);
            if (said.isPresent()) {
                lines.add(flag + " is left out, for there is " + said.get());
            } else {
                flags.add(flag);
                lines.add(flag + ": " + reason);
            }
        }

        Reckoning done() {
            return new Reckoning(flags, lines, warnings);
        }
    }
}
