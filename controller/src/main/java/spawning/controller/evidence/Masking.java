// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Puts {@value #MASK} in the place of secrets in a text: the values of environment variables that are named like a secret,
 * wherever they stand; what is assigned to such a name; the headers that authorize; queries; passwords in addresses. What it cannot
 * know, such as a token in a path, stays. Immutable.
 */
public final class Masking {
    static final String MASK = "***";

    /** Shorter values stand in too many innocent words. */
    private static final int SHORTEST = 4;

    private static final String SECRET =
            "[\\w.-]*(?:passw|passphrase|pwd|secret|token|credential|authori[sz]ation|key|session_?id)[\\w.-]*";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)" + SECRET);

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            // a colon alone is no assignment: KeyStore.java:12 in a stack
            Rule.of("(?i)\\b((?:proxy-)?authorization|(?:set-)?cookie)(\\s*=\\s*|\"?:\\s+|\":\\s*).*", "$1$2" + MASK),
            Rule.of("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}", "$1 " + MASK),
            // a value with blanks in the command line of a JVM ends where the next option begins
            Rule.of("(?i)(-D" + SECRET + "=).*?(?=\\s-|$)", "$1" + MASK),
            Rule.of(
                    "(?i)(" + SECRET + ")(\\s*=\\s*|:\\s+|[\"']\\s*:\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;&\"')\\]}]+)",
                    "$1$2" + MASK),
            Rule.of("://[^/\\s@]*@", "://" + MASK + "@"),
            Rule.of("(?<=[\\w/%.~-])\\?[^\\s\"'<>=]*=[^\\s\"'<>]*", "?" + MASK));

    /** As bytes that are seen as Latin-1, for a log may hold anything. Longest first, for one may be part of another. */
    private final List<String> values;

    private Masking(Stream<String> values) {
        this.values = values.distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /**
     * One that knows these environments.
     *
     * @param environments of which the values of variables that are named like a secret are masked
     */
    public static Masking of(Collection<Map<String, String>> environments) {
        return new Masking(environments.stream().flatMap(Masking::secrets));
    }

    /** One that knows another environment as well. */
    Masking and(Map<String, String> environment) {
        return new Masking(Stream.concat(values.stream(), secrets(environment)));
    }

    private static Stream<String> secrets(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(entry -> SECRET_NAME.matcher(entry.getKey()).matches())
                .map(Map.Entry::getValue)
                .filter(value -> value.length() >= SHORTEST && !value.startsWith("/"))
                .map(value -> new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** A text of any number of lines. */
    String text(String text) {
        String latin = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        StringBuilder masked = new StringBuilder();
        for (String line : latin.split("(?<=\n)")) {
            boolean ended = line.endsWith("\n");
            masked.append(line(ended ? line.substring(0, line.length() - 1) : line))
                    .append(ended ? "\n" : "");
        }
        return new String(masked.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /**
     * A file, in place; its bytes are text in whatever encoding that has ASCII in it. If it cannot be masked, for the disk is
     * full, it is removed.
     */
    void file(Path file) throws IOException {
        Path masked = file.resolveSibling(file.getFileName() + ".masked");
        try {
            write(file, masked);
            Files.move(masked, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(masked);
            throw e;
        }
    }

    private void write(Path file, Path masked) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                BufferedWriter out = Files.newBufferedWriter(masked, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.write(line(line));
                out.write('\n');
            }
        }
    }

    private String line(String line) {
        String masked = line;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        for (Rule rule : RULES) {
            masked = rule.pattern().matcher(masked).replaceAll(rule.replacement());
        }
        return masked;
    }
}
