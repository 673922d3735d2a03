// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Puts {@value #MASK} in the place of secrets in a text: the values of environment variables that are named like a secret,
 * wherever they stand; what is assigned to such a name; the headers that authorize; queries; passwords in addresses. What it cannot
 * know, such as a token in a path, stays. It takes time in proportion to the length of the text, for that is chosen by
 * others. Any thread.
 */
public final class Masking {
    static final String MASK = "***";

    /** Shorter values stand in too many innocent words. */
    private static final int SHORTEST = 4;

    /** A whole name with such a word in it. Nothing here steps back: a line may be as long as a client likes. */
    private static final String SECRET = "(?=[\\w.-]*(?:passw|pass(?![a-z])|passphrase|pwd|secret|token|credential"
            + "|authori[sz]ation|cookie|key|session_?id))[\\w.-]++";

    private static final String BEGIN = "(?<![\\w.-])";
    private static final Pattern SECRET_NAME = Pattern.compile("(?i)" + SECRET);

    private record Rule(Pattern pattern, String replacement) {
        static Rule of(String pattern, String replacement) {
            return new Rule(Pattern.compile(pattern), replacement);
        }
    }

    private static final List<Rule> RULES = List.of(
            // as HTTP_COOKIE in a WSGI environ, too
            Rule.of("(?i)(?<![a-z])(authorization|cookie)(\\s*=\\s*|\"?\\s*:\\s*).*", "$1$2" + MASK),
            Rule.of("(?i)\\b(bearer|basic)\\s+[\\w.~+/=-]{8,}", "$1 " + MASK),
            // a value with blanks in the command line of a JVM ends where the next option begins
            Rule.of("(?i)" + BEGIN + "(-D" + SECRET + "=).*?(?=\\s-|$)", "$1" + MASK),
            // a colon alone is no assignment: KeyStore.java:12 in a stack
            Rule.of(
                    "(?i)" + BEGIN + "(" + SECRET
                            + ")(\\s*=\\s*|:\\s+|[\"']\\s*:\\s*)(\"[^\"]*\"|'[^']*'|[^\\s,;&\"')\\]}]+)",
                    "$1$2" + MASK),
            Rule.of("://[^/\\s@]*@", "://" + MASK + "@"),
            // a word and a question mark with something behind it: also a query without any =
            Rule.of("(?<=[\\w/%.~-])\\?++[^\\s\"'<>?.!,;:)\\]][^\\s\"'<>]*", "?" + MASK));

    /** As bytes that are seen as Latin-1, for a log may hold anything. Longest first, for one may be part of another. */
    private volatile List<String> values = List.of();

    private Masking() {}

    /**
     * One that knows these environments.
     *
     * @param environments of which the values of variables that are named like a secret are masked
     */
    public static Masking of(Collection<Map<String, String>> environments) {
        Masking masking = new Masking();
        environments.forEach(masking::learn);
        return masking;
    }

    /** Knows this environment, too: a reload may have brought a new one, and workers of the old one are still there. */
    synchronized void learn(Map<String, String> environment) {
        Set<String> known = new HashSet<>(values);
        environment.forEach((name, value) -> {
            if (SECRET_NAME.matcher(name).matches() && !isFile(value)) {
                value.lines() // of a key in PEM each line is one of the text
                        .map(String::strip)
                        .filter(line -> line.length() >= SHORTEST)
                        .forEach(line -> known.add(latin(line)));
            }
        });
        values = known.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The secret stands in it; base64 may begin with a slash as well. */
    private static boolean isFile(String value) {
        return value.startsWith("/") && new File(value).exists();
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** A text of any number of lines. */
    public String text(String text) {
        StringBuilder masked = new StringBuilder();
        for (String line : latin(text).split("(?<=\n)")) {
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
