// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of the protocol: a verb and {@code key=value} pairs, separated by single spaces. In a value, backslash,
 * space, line feed and carriage return are written {@code \\}, {@code \s}, {@code \n} and {@code \r}.
 *
 * <p>A line is at most {@value #MAX_BYTES} bytes with its line feed, the size up to which the kernel writes to a pipe
 * whole or not at all (PIPE_BUF, pipe(7)); longer values are cut.
 */
public record MessageLine(String verb, Map<String, String> values) {
    /** The longest line, in bytes of UTF-8, with its line feed. */
    public static final int MAX_BYTES = 4096;

    /** Enough of a value to read, and three of them fit a line even when each character takes three bytes. */
    private static final int MAX_VALUE_CHARACTERS = 400;

    static String encode(String verb, Map<String, String> values) {
        Map<String, String> cut = new TreeMap<>(values);
        cut.replaceAll((key, value) ->
                value.length() > MAX_VALUE_CHARACTERS ? value.substring(0, MAX_VALUE_CHARACTERS) : value);
        return encodeWhole(verb, cut);
    }

    /** A line of any length, for where no pipe is between the two; without its line feed. */
    public static String encodeWhole(String verb, Map<String, String> values) {
        StringBuilder line = new StringBuilder(verb);
        new TreeMap<>(values).forEach((key, value) -> {
            line.append(' ').append(key).append('=');
            escape(value, line);
        });
        return line.toString();
    }

    /**
     * Reads a line, without its line feed.
     *
     * @throws IllegalArgumentException it is no such line; the text says why
     */
    public static MessageLine decode(String line) {
        String[] words = line.split(" ", -1);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + words[i] + "' is not key=value in message: " + line);
            }
            values.put(words[i].substring(0, equals), unescape(words[i].substring(equals + 1)));
        }
        return new MessageLine(words[0], values);
    }

    /**
     * The value of a key.
     *
     * @throws IllegalArgumentException there is none
     */
    public String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("message '" + verb + "' lacks " + key);
        }
        return value;
    }

    Duration millis(String key) {
        String value = text(key);
        try {
            return Duration.ofMillis(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("message '" + verb + "': " + key + "=" + value + " is no number", e);
        }
    }

    private static void escape(String value, StringBuilder line) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> line.append("\\\\");
                case ' ' -> line.append("\\s");
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                default -> line.append(c);
            }
        }
    }

    private static String unescape(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\\' || i + 1 == value.length()) {
                text.append(c);
                continue;
            }
            char escaped = value.charAt(++i);
            text.append(
                    switch (escaped) {
                        case 's' -> ' ';
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        default -> escaped;
                    });
        }
        return text.toString();
    }
}
