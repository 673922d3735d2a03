// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import spawning.controller.config.ControllerConfig.Reloading;

/**
 * Reads what {@code --reload} and {@code --watch} say.
 *
 * @param directory where relative paths begin, but that of the configuration file; absolute
 */
record ReloadReader(Values values, Path directory) {
    private static final Map<String, Reloading.How> WORDS = Map.of(
            "none", Reloading.How.NONE,
            "dev", Reloading.How.DEV,
            "git", Reloading.How.GIT,
            "svn", Reloading.How.SVN);

    /** @param base where the name of the configuration file begins */
    Reloading read(Path base) {
        List<Path> configuration = new ArrayList<>();
        values.given(Option.CONFIG).ifPresent(file -> configuration.add(base.resolve(file.value())));
        values.given(Option.LOGIN_USERS).ifPresent(file -> configuration.add(directory.resolve(file.value())));
        Map<Boolean, List<String>> watched =
                values.each(Option.WATCH, this::checked).stream().collect(Collectors.partitioningBy(this::isPattern));
        return new Reloading(
                values.oneOf(Option.RELOAD, WORDS),
                watched.getOrDefault(false, List.of()).stream().map(this::path).toList(),
                watched.getOrDefault(true, List.of()).stream()
                        .map(this::pattern)
                        .toList(),
                configuration);
    }

    /** What does not exist is waited for, so only a glob can be wrong. */
    private String checked(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("an empty path cannot be watched; give a file, a folder or a pattern");
        }
        if (isPattern(text)) {
            FileSystems.getDefault().getPathMatcher("glob:" + pattern(text)); // says what is wrong with it
        }
        return text;
    }

    private Path path(String text) {
        return directory.resolve(text).normalize();
    }

    private String pattern(String text) {
        String absolute = text.startsWith("/") ? text : Reloading.within(directory, text);
        return Path.of(absolute).normalize().toString();
    }

    /** A name with such characters that is there means itself. */
    private boolean isPattern(String text) {
        return Stream.of("*", "?", "[", "{").anyMatch(text::contains) && !Files.exists(path(text));
    }
}
