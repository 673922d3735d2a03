// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a configuration file: UTF-8 lines {@code key = value}, the keys as the long options, white space around both
 * ignored; a repeatable option repeats its key; lines that are empty or begin with {@code #} are skipped. There are no
 * quotes and no escapes: a value is what stands between the first {@code =} and the end of the line.
 */
final class ConfigFile {
    private final Path shown;
    private final List<Given> givens = new ArrayList<>();
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final Map<Option, Integer> firstLines = new EnumMap<>(Option.class);

    private ConfigFile(Path shown) {
        this.shown = shown;
    }

    /**
     * Reads a file. An unreadable one is a problem like any other.
     *
     * @param file where it is
     * @param shown how it is named in messages: as it was given
     */
    static ConfigFile read(Path file, Path shown) {
        ConfigFile read = new ConfigFile(shown);
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                read.line(lines.get(i).strip(), i + 1);
            }
        } catch (IOException e) {
            read.problems.add(new ConfigProblem(
                    shown.toString(),
                    Option.CONFIG.shown(),
                    "the configuration file cannot be read: " + reason(file, e) + "; give a readable file"));
        }
        return read;
    }

    List<Given> givens() {
        return givens;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    private static String reason(Path file, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it does not exist";
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "it is not UTF-8 text";
            default -> Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
        };
    }

    private void line(String line, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        Source source = Source.line(shown, number);
        int equals = line.indexOf('=');
        if (equals < 1) {
            problems.add(new ConfigProblem(source.text(), "", "\"" + line + "\" is no line of the form key = value"));
            return;
        }
        String key = line.substring(0, equals).strip();
        Option.ofKey(key)
                .filter(Option::allowedInFile)
                .ifPresentOrElse(
                        option -> add(option, line.substring(equals + 1).strip(), number),
                        () -> problems.add(unknown(key, source)));
    }

    private void add(Option option, String value, int number) {
        Given given = new Given(option, value, Source.line(shown, number));
        Integer first = firstLines.putIfAbsent(option, number);
        if (first != null && option.kind() != Option.Kind.MANY) {
            problems.add(given.problem("it stands on line " + first + " already; keep one of the two"));
        } else {
            givens.add(given);
        }
    }

    private static ConfigProblem unknown(String key, Source source) {
        if (Option.ofKey(key).isPresent()) {
            return new ConfigProblem(source.text(), "", key + " cannot stand in a configuration file; remove the line");
        }
        List<String> keys = Arrays.stream(Option.values())
                .filter(Option::allowedInFile)
                .map(Option::key)
                .toList();
        String advice = NearestName.of(key, keys)
                .map(near -> "did you mean " + near + "?")
                .orElse("spawning --help lists the options, whose long names are the keys");
        return new ConfigProblem(source.text(), "", "unknown key " + key + "; " + advice);
    }
}
