// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.util.HexFormat;

/**
 * Text of others (an exception's message, what an application writes to {@code wsgi.errors}, a compiler's words) as it may
 * stand in a log, the worker's and the controller's alike: nothing that a terminal obeys, and no line that could pass for
 * an entry of the log, for all lines after the first are indented.
 */
public final class LogText {
    /** Characters of one text that are shown. */
    public static final int MOST = 64 << 10;

    private static final String INDENT = "    ";

    private LogText() {}

    /**
     * A text of one line or more: at most {@link #MOST} characters of it, and a note when there were more. Line feeds and
     * tabs stand; other control characters become escapes such as {@code \}{@code u001b}.
     */
    public static String lines(String text) {
        if (text.length() <= MOST) {
            return isPlain(text) ? text : escaped(text, "\n" + INDENT);
        }
        int end = Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
        return escaped(text.substring(0, end), "\n" + INDENT) + "... (cut: " + end + " of " + text.length()
                + " characters)";
    }

    /** A short text that is to stay on its line: line feeds are escaped too. */
    public static String line(String text) {
        return isPlain(text) ? text : escaped(text, "\\n");
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || isEscaped(c)) {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text, String lineFeed) {
        StringBuilder escaped = new StringBuilder(text.length() + 64);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                escaped.append(lineFeed);
            } else if (c == '\r') {
                escaped.append("\\r");
            } else if (isEscaped(c)) {
                escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** Control characters, the line ends of Unicode, and what turns the direction of text around. */
    private static boolean isEscaped(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || (c >= '\u2028' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
