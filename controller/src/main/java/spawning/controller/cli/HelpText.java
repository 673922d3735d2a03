// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import spawning.controller.config.Option;
import spawning.controller.config.OptionGroup;

/** What {@code --help} and {@code --version} print. */
final class HelpText {
    private static final int WIDTH = 100;

    private static final String FOOTER = """

            Defaults stand in brackets. Times are seconds, or a number and ms, s, m or h (0.5, 30s,
            2m); sizes are bytes, or a number and k, m or g (64k, 1g). An option without a value may have
            =true or =false behind it. Every option may also stand in the environment (SPAWNING_PORT=80)
            and in the file of --config (port = 80): command line over environment over file over default.

            Examples:
              spawning Hello.java                         compile a source file and serve it on port 8080
              spawning -p 80 -s 8 --classpath app.jar com.acme.Shop
              spawning --bind unix:/run/shop.sock com.acme.Shop::app com.acme.Gzip
              spawning --config /etc/spawning.conf --check-config
              spawning warm --classpath app.jar com.acme.Shop   make its AOT cache, and leave

            Signals:
              HUP          new code and configuration, without losing a request
              TERM, INT    stop after the running requests; a second one stops at once
              TTIN, TTOU   one worker more, one fewer
              USR1         open the log files again
              QUIT         the stacks of the controller's threads

            Exit codes:
              0  stopped as asked            3  an address cannot be bound
              1  a fault of Spawning itself  4  the application never came up
              2  wrong command line or configuration; nothing was started
            """;

    private HelpText() {}

    /** Sets everything about a command that is only for its help. */
    static void describe(CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        usage.width(WIDTH);
        usage.customSynopsis("spawning [options] APPLICATION [MIDDLEWARE...]");
        usage.synopsisHeading("Usage: ");
        usage.description(
                "",
                "Serves a web application from several JVMs that share one socket; SIGHUP replaces them",
                "without losing a request.",
                "",
                "  APPLICATION  a class (com.acme.Shop), a static field or method (com.acme.Shop::app)",
                "               or a source file (Hello.java)",
                "  MIDDLEWARE   classes, or static fields or methods, wrapped around it, the last one outermost");
        usage.footer(FOOTER.stripTrailing().split("\n", -1));
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, help -> "");
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, HelpText::groups);
    }

    /** Percent signs are picocli's format characters; the table has none. */
    static String description(Option option) {
        boolean shown = option.kind() != Option.Kind.FLAG
                && option.kind() != Option.Kind.SWITCH
                && !option.defaultText().isEmpty();
        return option.description() + (shown ? " [" + option.defaultText() + "]" : "");
    }

    /** All options under the headings of their groups, with columns of one width throughout. */
    private static String groups(Help help) {
        StringBuilder text = new StringBuilder();
        for (OptionGroup group : OptionGroup.values()) {
            List<OptionSpec> options = new ArrayList<>();
            for (Option option : Option.values()) {
                if (option.group() == group && !option.positional()) {
                    options.add(help.commandSpec().findOption("--" + option.key()));
                }
            }
            Help.Layout layout = help.createDefaultLayout(help.commandSpec().options(), List.of(), help.colorScheme());
            layout.addOptions(options, new Labels(help.createDefaultParamLabelRenderer()));
            text.append("\n").append(group.heading()).append(":\n").append(layout);
        }
        return text.toString();
    }

    /** What stands behind an option; nothing behind a flag, whose value the footer explains. */
    private record Labels(IParamLabelRenderer usual) implements IParamLabelRenderer {
        private static final Set<String> FLAGS = Stream.of(Option.values())
                .filter(option -> option.kind() == Option.Kind.FLAG)
                .map(Option::shown)
                .collect(Collectors.toSet());

        @Override
        public Text renderParameterLabel(ArgSpec argument, Ansi ansi, List<IStyle> styles) {
            return FLAGS.contains(((OptionSpec) argument).longestName())
                    ? ansi.text("")
                    : usual.renderParameterLabel(argument, ansi, styles);
        }

        @Override
        public String separator() {
            return usual.separator();
        }
    }

    /** Of this program and of the JVM that runs it. */
    static String version() {
        String ours = Optional.ofNullable(HelpText.class.getPackage().getImplementationVersion())
                .orElse("(development)");
        return "spawning " + ours + " on Java " + Runtime.version() + "\n";
    }
}
