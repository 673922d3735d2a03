// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.manual;

import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * A manual page in the man macros of roff (man(7)), from what the command line knows of itself.
 *
 * @param date as 2026-11-22
 */
record ManPage(CommandSpec spec, String version, String date) {

    /** {@code spawning-ctl-analyze} for a subcommand. */
    String name() {
        return spec.qualifiedName("-");
    }

    String roff() {
        StringBuilder page = new StringBuilder();
        page.append(".TH \"%s\" \"1\" \"%s\" \"Spawning %s\" \"Spawning for the JVM\"\n.nh\n.ad l\n"
                .formatted(escaped(name().toUpperCase(Locale.ROOT)), date, version));
        page.append(".SH NAME\n")
                .append(escaped(name()))
                .append(" \\- ")
                .append(escaped(summary()))
                .append('\n');
        page.append(".SH SYNOPSIS\n.nf\n").append(lines(synopsis())).append(".fi\n");
        page.append(".SH DESCRIPTION\n").append(verbatim(spec.usageMessage().description()));
        options(page);
        subcommands(page);
        if (spec.usageMessage().footer().length > 0) {
            page.append(".SH NOTES\n").append(verbatim(spec.usageMessage().footer()));
        }
        return page.toString();
    }

    /** The first sentence of the description, as one line without its point. */
    private String summary() {
        return summary(spec);
    }

    private static String summary(CommandSpec spec) {
        StringJoiner words = new StringJoiner(" ");
        Arrays.stream(spec.usageMessage().description())
                .map(ManPage::plain)
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .forEach(words::add);
        String text = words.toString();
        int end = text.indexOf(". ");
        String first = end < 0 ? text : text.substring(0, end);
        return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
    }

    private String synopsis() {
        return new CommandLine.Help(spec, CommandLine.Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    }

    private void options(StringBuilder page) {
        page.append(".SH OPTIONS\n");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden() && parameter.description().length > 0) {
                item(page, parameter.paramLabel(), parameter.description());
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                item(page, String.join(", ", option.names()) + label(option), option.description());
            }
        }
    }

    private static String label(OptionSpec option) {
        return option.arity().min() == 0 ? "" : "=" + option.paramLabel(); // what may follow a flag stands in the notes
    }

    private void subcommands(StringBuilder page) {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        page.append(".SH COMMANDS\n");
        for (CommandLine sub : spec.subcommands().values()) {
            CommandSpec command = sub.getCommandSpec();
            if (!command.usageMessage().hidden()) {
                String more = command.helpCommand() ? "" : ". See " + command.qualifiedName("-") + "(1).";
                item(page, command.name(), summary(command) + more);
            }
        }
    }

    private static void item(StringBuilder page, String term, String... description) {
        page.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
        for (String line : description) {
            page.append(lines(plain(line)));
        }
    }

    /** Text that stands in lines of its own making; an empty line is a gap. */
    private static String verbatim(String[] text) {
        if (text.length == 1) {
            return lines(plain(text[0]));
        }
        StringBuilder roff = new StringBuilder(".nf\n");
        boolean begun = false;
        for (String line : text) {
            String plain = plain(line).stripTrailing();
            if (begun || !plain.isEmpty()) {
                roff.append(plain.isEmpty() ? ".sp\n" : lines(plain));
                begun = true;
            }
        }
        return roff.append(".fi\n").toString();
    }

    /** Without the format characters and the markup of picocli. */
    private static String plain(String text) {
        try {
            return Ansi.OFF.string(String.format(Locale.ROOT, text));
        } catch (IllegalFormatException e) {
            return Ansi.OFF.string(text); // as --help shows it: a percent sign that was meant as one
        }
    }

    private static String lines(String text) {
        StringBuilder roff = new StringBuilder();
        text.stripTrailing().lines().forEach(line -> roff.append(escaped(line)).append('\n'));
        return roff.toString();
    }

    /** Nothing of it is a request or an escape of roff; a minus stays one, so that it can be copied and searched. */
    private static String escaped(String text) {
        String roff = text.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("'", "\\(aq")
                .replace("`", "\\(ga")
                .replace("^", "\\(ha")
                .replace("~", "\\(ti");
        return roff.startsWith(".") ? "\\&" + roff : roff;
    }
}
