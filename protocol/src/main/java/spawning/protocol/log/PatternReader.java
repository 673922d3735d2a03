// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import spawning.protocol.log.LogFormat.Literal;
import spawning.protocol.log.LogFormat.Part;
import spawning.protocol.log.LogFormat.Pattern;
import spawning.protocol.log.LogFormat.Value;

/** Reads a format string in the notation of Apache's mod_log_config, or that part of it which {@link LogField} has. */
final class PatternReader {
    static final LogFormat COMMON = new PatternReader("%h %l %u %t \"%r\" %>s %b").read();
    static final LogFormat COMBINED =
            new PatternReader("%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\"").read();
    static final LogFormat SPAWNING = new Pattern(List.of(
            value(LogField.REMOTE),
            new Literal(" - - ["),
            value(LogField.PLAIN_TIME),
            new Literal("] \""),
            value(LogField.REQUEST_LINE),
            new Literal("\" "),
            value(LogField.STATUS),
            new Literal(" "),
            value(LogField.BYTES),
            new Literal(" "),
            value(LogField.SECONDS),
            new Literal(" "),
            value(LogField.REQUEST_ID)));

    /** What Apache, or nginx, has under letters that mean nothing here, and comes nearest. */
    private static final Map<Character, Character> NEAREST =
            Map.of('a', 'h', 'A', 'h', 'f', 'U', 'O', 'B', 'I', 'B', 'S', 'B', 'k', 'L', 'p', 'P', 'e', 'i', 'n', 'i');

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";

    private final String text;
    private final List<Part> parts = new ArrayList<>();
    private final StringBuilder literal = new StringBuilder();
    private int at;

    PatternReader(String text) {
        this.text = text;
    }

    private static Value value(LogField field) {
        return new Value(field, "");
    }

    Pattern read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '%') {
                directive();
            } else if (Character.isISOControl(c) && c != '\t') {
                throw new IllegalArgumentException("a control character at position " + (at + 1)
                        + " of the log format: it would break or hide lines; leave it out");
            } else {
                literal.append(c);
                at++;
            }
        }
        endLiteral();
        checkLength();
        return new Pattern(parts);
    }

    private void directive() {
        int start = at++;
        if (at < text.length() && text.charAt(at) == '%') {
            literal.append('%');
            at++;
            return;
        }
        Optional<String> name = name(start);
        boolean last = name.isEmpty() && at < text.length() && text.charAt(at) == '>';
        at += last ? 1 : 0;
        if (at == text.length()) {
            throw unknown(start, "");
        }
        char letter = text.charAt(at++);
        LogField field = LogField.of(letter).orElseThrow(() -> unknown(start, nearest(letter, name.isPresent())));
        if (field.named() != name.isPresent() || (last && field != LogField.STATUS)) {
            throw unknown(start, "; did you mean " + field.shown() + "?");
        }
        endLiteral();
        parts.add(new Value(field, name.orElse("")));
    }

    /** What stands in braces before the letter. */
    private Optional<String> name(int start) {
        if (at == text.length() || text.charAt(at) != '{') {
            return Optional.empty();
        }
        int end = text.indexOf('}', at);
        String name = end < 0 ? "" : text.substring(at + 1, end);
        if (!name.matches(TOKEN)) {
            throw new IllegalArgumentException("%{ at position " + (start + 1)
                    + " of the log format is not followed by the name of a header and a }; write %{Name}i or %{Name}o");
        }
        at = end + 1;
        return Optional.of(name);
    }

    private static String nearest(char letter, boolean named) {
        if (named) {
            return "; did you mean %{Name}i?";
        }
        char other = Character.isLowerCase(letter) ? Character.toUpperCase(letter) : Character.toLowerCase(letter);
        return LogField.of(other)
                .or(() -> Optional.ofNullable(NEAREST.get(letter)).flatMap(LogField::of))
                .map(field -> "; did you mean " + field.shown() + "?")
                .orElse("");
    }

    private IllegalArgumentException unknown(int start, String hint) {
        return new IllegalArgumentException("\"" + text.substring(start, at) + "\" at position " + (start + 1)
                + " of the log format is no directive" + hint + "; there are " + LogField.allowed()
                + " and %%, and %>s for %s");
    }

    private void endLiteral() {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private void checkLength() {
        int least = 1;
        for (Part part : parts) {
            least += part.leastBytes();
        }
        if (least > LogFormat.MAX_LINE) {
            throw new IllegalArgumentException(
                    "the log format may need " + least + " bytes a line even when what clients"
                            + " send is cut, and a line has " + LogFormat.MAX_LINE + " at most; leave something out");
        }
    }
}
