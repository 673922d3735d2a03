// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.cli;

import java.util.List;
import java.util.stream.Collectors;
import spawning.controller.config.ConfigProblem;
import spawning.controller.config.ControllerConfig;

/** What the command line asks for. */
public sealed interface ParseResult {
    /**
     * To run.
     *
     * @param warnings sentences for the log, about what is allowed but probably not meant
     */
    record Run(ControllerConfig config, List<String> warnings) implements ParseResult {
        public Run {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * To print a text to stdout and leave with exit code 0: help, version, the checked or printed configuration.
     *
     * @param text ends with a line break
     */
    record Information(String text) implements ParseResult {}

    /** Nothing can be done: everything that is wrong, at least one thing; exit code 2. */
    record Problems(List<ConfigProblem> list) implements ParseResult {
        public Problems {
            list = List.copyOf(list);
        }

        /** One line a problem, for stderr at start; ends with a line break. */
        public String text() {
            String lines = list.stream().map(p -> "spawning: " + p + "\n").collect(Collectors.joining());
            return lines + "spawning: nothing was started; spawning --help shows the options\n";
        }
    }
}
