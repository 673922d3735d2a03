// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import spawning.controller.config.ConfigProblem;
import spawning.controller.config.ConfigReader;
import spawning.controller.config.ControllerConfig;
import spawning.controller.config.Given;
import spawning.controller.config.NearestName;
import spawning.controller.config.Option;
import spawning.controller.config.Reading;
import spawning.controller.config.Source;

/**
 * The command {@code spawning}. Picocli takes the arguments apart, as texts only: types and ranges are the business of
 * {@link ConfigReader}, which treats all sources alike. It is told to go on after an error, so that all are found.
 */
public final class SpawningCommand {
    private static final String POSITIONAL = "";

    private final CommandSpec spec = CommandSpec.create().name("spawning");
    private final CommandLine picocli;

    private SpawningCommand() {
        Arrays.stream(Option.values()).filter(o -> !o.positional()).forEach(this::add);
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .paramLabel(POSITIONAL)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
        picocli = new CommandLine(spec)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setOverwrittenOptionsAllowed(true)
                .setUnmatchedArgumentsAllowed(true)
                .setAllowOptionsAsOptionParameters(true);
        spec.parser().collectErrors(true);
        HelpText.describe(spec);
    }

    /**
     * Understands the command line and reads the configuration; on a reload, again with the same arguments. Any thread;
     * blocks as long as reading the files named does. Prints nothing.
     *
     * @param args the arguments
     * @param env the environment variables
     * @param cwd where relative paths begin: the working directory by its logical name, absolute
     */
    public static ParseResult parse(String[] args, Map<String, String> env, Path cwd) {
        return new SpawningCommand().understand(args, env, cwd);
    }

    /** The command as picocli knows it, for what is made from it: completion and the manual page. */
    public static CommandLine commandLine() {
        return new SpawningCommand().picocli;
    }

    private ParseResult understand(String[] args, Map<String, String> env, Path cwd) {
        CommandLine.ParseResult parsed = picocli.parseArgs(args);
        if (isOn(parsed, Option.HELP)) {
            return new ParseResult.Information(picocli.getUsageMessage(Ansi.AUTO));
        }
        if (isOn(parsed, Option.VERSION)) {
            return new ParseResult.Information(HelpText.version());
        }
        Reading reading = ConfigReader.read(givens(parsed), problems(parsed), env, cwd);
        Optional<ControllerConfig> config = reading.config();
        if (config.isEmpty()) {
            return new ParseResult.Problems(reading.problems());
        }
        if (isOn(parsed, Option.PRINT_CONFIG)) {
            return new ParseResult.Information(reading.asFile());
        }
        if (isOn(parsed, Option.CHECK_CONFIG)) {
            return new ParseResult.Information(summary(config.get(), reading.warnings()));
        }
        return new ParseResult.Run(config.get(), reading.warnings());
    }

    private void add(Option option) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names().toArray(String[]::new))
                .paramLabel(option.label())
                .description(HelpText.description(option));
        spec.addOption(
                switch (option.kind()) {
                    case FLAG, SWITCH -> switches(builder);
                    case ONE, MANY -> texts(builder.arity("1"));
                });
    }

    private static boolean isOn(CommandLine.ParseResult parsed, Option flag) {
        List<String> texts = texts(parsed, flag);
        return !texts.isEmpty() && texts.getLast().equals("true");
    }

    private static OptionSpec switches(OptionSpec.Builder builder) {
        return texts(builder.arity("0..1").preprocessor(SpawningCommand::switchOn));
    }

    /**
     * What follows a flag without an equals sign is no value of it, but perhaps the application or, as in {@code -vs2},
     * another option.
     */
    private static boolean switchOn(Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> info) {
        if (!"=".equals(info.get("separator"))) {
            args.push("true");
        }
        return false; // go on with the usual way of taking a value
    }

    /** An option with one value each time it is given; every value is kept, in order. */
    private static OptionSpec texts(OptionSpec.Builder builder) {
        return builder.type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex("")
                .build();
    }

    private static List<Given> givens(CommandLine.ParseResult parsed) {
        List<Given> givens = new ArrayList<>();
        for (Option option : Option.values()) {
            if (!option.positional()) {
                texts(parsed, option).forEach(text -> givens.add(new Given(option, text, Source.COMMAND_LINE)));
            }
        }
        // An option that is unknown may have left its value behind, which is not to be taken for the application.
        if (parsed.unmatched().isEmpty()) {
            List<String> positionals = parsed.matchedPositionalValue(0, List.<String>of());
            for (int i = 0; i < positionals.size(); i++) {
                Option option = i == 0 ? Option.APPLICATION : Option.MIDDLEWARE;
                givens.add(new Given(option, positionals.get(i), Source.COMMAND_LINE));
            }
        }
        return givens;
    }

    private static List<String> texts(CommandLine.ParseResult parsed, Option option) {
        return parsed.matchedOptionValue("--" + option.key(), List.<String>of());
    }

    private static List<ConfigProblem> problems(CommandLine.ParseResult parsed) {
        String source = Source.COMMAND_LINE.text();
        List<ConfigProblem> problems = new ArrayList<>();
        parsed.unmatched().forEach(argument -> problems.add(new ConfigProblem(source, "", unknown(argument))));
        parsed.errors().forEach(error -> problems.add(problem(source, error)));
        return problems;
    }

    private static String unknown(String argument) {
        String name = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
        List<String> known = Arrays.stream(Option.values())
                .filter(o -> !o.positional())
                .map(Option::shown)
                .toList();
        String advice = NearestName.of(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        return "unknown option " + name + advice;
    }

    private static ConfigProblem problem(String source, Exception error) {
        if (error instanceof CommandLine.MissingParameterException missing
                && missing.getMissing().getFirst() instanceof OptionSpec option) {
            String name = option.longestName();
            return new ConfigProblem(source, name, name + " needs a value: " + name + " " + option.paramLabel());
        }
        return new ConfigProblem(source, "", String.valueOf(error.getMessage()));
    }

    private static String summary(ControllerConfig config, List<String> warnings) {
        StringBuilder text = new StringBuilder();
        warnings.forEach(w -> text.append("warning: ").append(w).append('\n'));
        text.append("The configuration is good: %s on %s, processes %d, threads %d.%n"
                .formatted(
                        config.code().application().text(),
                        String.join(", ", config.listening().binds()),
                        config.policy().processes(),
                        config.http().threads()));
        return text.toString();
    }
}
