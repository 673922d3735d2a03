// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Turns what was given into typed values. A value that is not allowed becomes a problem and is replaced by the
 * option's default, so that reading goes on and finds the other problems too.
 */
final class Values {
    private final Givens givens;
    private final List<ConfigProblem> problems;
    private final Set<Option> overruled = EnumSet.noneOf(Option.class);
    private final List<Given> replacements = new ArrayList<>();

    /** @param problems where to add what is found */
    Values(Givens givens, List<ConfigProblem> problems) {
        this.givens = givens;
        this.problems = new ArrayList<>(problems);
    }

    List<ConfigProblem> problems() {
        return List.copyOf(problems);
    }

    void add(Given given, String message) {
        problems.add(given.problem(message));
    }

    void add(ConfigProblem problem) {
        problems.add(problem);
    }

    /** Whether an option was said by a stronger source than another, or by the same. */
    boolean notWeaker(Option option, Option other) {
        return givens.level(option).compareTo(givens.level(other)) >= 0;
    }

    boolean isDefault(Option option) {
        return givens.level(option) == Source.Level.DEFAULT;
    }

    /** Says that the values of options do not count, because of what others say. */
    void overrule(Option... options) {
        overruled.addAll(List.of(options));
    }

    /** Says that a value stands in place of what was given, because of what another option says. */
    void replace(Option option, String value, Option because) {
        overrule(option);
        replacements.add(new Given(option, value, new Source(givens.level(because), because.shown())));
    }

    /** Every value that counts, those of one option in their order. */
    List<Given> inEffect() {
        return Stream.concat(
                        givens.inEffect().stream().filter(g -> !overruled.contains(g.option())), replacements.stream())
                .toList();
    }

    Optional<Given> given(Option option) {
        return givens.last(option);
    }

    /** The text of an option that has a default. */
    String text(Option option) {
        return given(option).map(Given::value).orElseGet(option::defaultText);
    }

    /** Each value of a repeatable option; those that the parser refuses are left out. */
    <T> List<T> each(Option option, Function<String, T> parser) {
        List<T> values = new ArrayList<>();
        for (Given given : givens.all(option)) {
            parse(given, parser).ifPresent(values::add);
        }
        return values;
    }

    /** A value without default; empty when it was not given or the parser refused it. */
    <T> Optional<T> optional(Option option, Function<String, T> parser) {
        return given(option).flatMap(given -> parse(given, parser));
    }

    /** Looks at a part of an option's value; the check throws IllegalArgumentException with the text of the problem. */
    void check(Option option, String part, Consumer<String> check) {
        try {
            check.accept(part);
        } catch (IllegalArgumentException e) {
            given(option).ifPresent(given -> add(given, String.valueOf(e.getMessage())));
        }
    }

    int integer(Option option, int least, int most) {
        return value(option, text -> integer(text, least, most));
    }

    Duration duration(Option option, Duration least, Duration most) {
        return value(option, text -> {
            Duration duration = DurationText.parse(text);
            String range = DurationText.format(least) + " to " + DurationText.format(most);
            inRange(text, duration.compareTo(least) < 0, duration.compareTo(most) > 0, "a time from " + range);
            return duration;
        });
    }

    ByteSize size(Option option, ByteSize least, ByteSize most) {
        return value(option, text -> {
            ByteSize size = ByteSize.parse(text);
            boolean less = size.bytes() < least.bytes();
            inRange(text, less, size.bytes() > most.bytes(), "a size from " + least + " to " + most);
            return size;
        });
    }

    boolean flag(Option option) {
        return oneOf(option, Map.of("true", true, "false", false));
    }

    /** One of several words. */
    <T> T oneOf(Option option, Map<String, T> words) {
        return value(option, text -> {
            T meant = words.get(text);
            if (meant == null) {
                String allowed =
                        String.join(", ", words.keySet().stream().sorted().toList());
                throw new IllegalArgumentException("\"" + text + "\" is not one of " + allowed);
            }
            return meant;
        });
    }

    /** Reads a value that has a default. */
    <T> T value(Option option, Function<String, T> parser) {
        return optional(option, parser).orElseGet(() -> parser.apply(option.defaultText()));
    }

    /** The parser says in the text of an IllegalArgumentException what it does not allow. */
    private <T> Optional<T> parse(Given given, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(given.value()));
        } catch (IllegalArgumentException e) {
            add(given, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    static int integer(String text, int least, int most) {
        String allowed = "a whole number from " + least + " to " + most;
        if (!text.matches("-?\\d{1,18}")) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number; give " + allowed);
        }
        long number = Long.parseLong(text);
        inRange(text, number < least, number > most, allowed);
        return (int) number;
    }

    static void inRange(String text, boolean less, boolean more, String allowed) {
        if (less || more) {
            throw new IllegalArgumentException(text + " is too " + (less ? "small" : "large") + "; give " + allowed);
        }
    }
}
