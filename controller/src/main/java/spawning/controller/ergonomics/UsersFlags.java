// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the user says to the worker JVMs, by {@code -J} and by the variables that a JVM reads. It wins. */
public final class UsersFlags {
    /** java(1), the JVM TI specification; the last one is HotSpot's own. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Pattern FLAG = Pattern.compile("-XX:[+-]?(?<name>\\w+)(?:=(?<value>.*))?");
    private static final Pattern SHORT = Pattern.compile("-X(?<name>mx|ms|mn|int)(?<value>.*)");
    private static final Map<String, String> LONG_NAMES = Map.of(
            "mx", "MaxHeapSize",
            "ms", "InitialHeapSize",
            "mn", "NewSize",
            "int", "Xint");
    private static final Pattern SIZE = Pattern.compile("(?<number>\\d{1,15})(?<unit>[kKmMgGtT]?)");

    private final List<Word> words = new ArrayList<>();

    /** An option and where it stands. */
    private record Word(String source, String text) {
        String name() {
            Matcher flag = FLAG.matcher(text);
            if (flag.matches()) {
                return flag.group("name");
            }
            Matcher brief = SHORT.matcher(text);
            return brief.matches() ? LONG_NAMES.getOrDefault(brief.group("name"), "") : "";
        }

        @Override
        public String toString() {
            return source + " " + text;
        }
    }

    /**
     * Takes them apart.
     *
     * @param options each given with -J
     * @param environment of the workers
     */
    public UsersFlags(List<String> options, Map<String, String> environment) {
        options.forEach(option -> words.add(new Word("-J", option)));
        for (String variable : VARIABLES) {
            Stream.of(environment.getOrDefault(variable, "").split("[\\s'\"]+"))
                    .filter(word -> !word.isEmpty())
                    .forEach(word -> words.add(new Word(variable, word)));
        }
    }

    /** The last one with one of these names, as the user wrote it: {@code -J -Xmx1g} has the name MaxHeapSize. */
    Optional<String> last(List<String> names) {
        return words.reversed().stream()
                .filter(word -> names.contains(word.name()))
                .map(Word::toString)
                .findFirst();
    }

    /** The first option that matches as a whole, as the user wrote it. */
    public Optional<String> matching(Pattern pattern) {
        return words.stream()
                .filter(word -> pattern.matcher(word.text()).matches())
                .map(Word::toString)
                .findFirst();
    }

    /** A file of options, which is not looked into. */
    public Optional<String> file() {
        return words.stream()
                .filter(word -> word.text().startsWith("@")
                        || List.of("Flags", "VMOptionsFile").contains(word.name()))
                .map(Word::toString)
                .findFirst();
    }

    /** The size that the last one with this name gives; empty too when it is none. */
    OptionalLong size(String name) {
        return words.reversed().stream()
                .filter(word -> word.name().equals(name))
                .map(word -> SIZE.matcher(word.text()
                        .substring(word.text().startsWith("-XX:") ? word.text().indexOf('=') + 1 : 4)))
                .limit(1)
                .filter(Matcher::matches)
                .mapToLong(size -> Long.parseLong(size.group("number")) << shift(size.group("unit")))
                .findFirst();
    }

    private static int shift(String unit) {
        return unit.isEmpty() ? 0 : 10 * ("kmgt".indexOf(unit.toLowerCase(Locale.ROOT)) + 1);
    }
}
