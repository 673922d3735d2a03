// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A format as Apache's LogFormat writes it, compiled to steps: a field, and the text that ends it. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record FormatString(String name, byte[] start, List<Step> steps) implements LogFormat {
    private static final String KNOWN = "%h %l %u %t %r %s %>s %b %B %D %T %m %U %q %H %{NAME}i %{NAME}o %P %L and %%";

    /** What a directive fills in. */
    enum Part {
        REMOTE,
        TIME,
        REQUEST,
        STATUS,
        BYTES,
        MICROSECONDS,
        SECONDS,
        METHOD,
        TARGET,
        REFERER,
        AGENT,
        IGNORED;

        Set<Field> fields() {
            return switch (this) {
                case REMOTE -> Set.of(Field.REMOTE);
                case TIME -> Set.of(Field.TIME);
                case REQUEST -> Set.of(Field.METHOD, Field.TARGET);
                case STATUS -> Set.of(Field.STATUS);
                case BYTES -> Set.of(Field.BYTES);
                case MICROSECONDS, SECONDS -> Set.of(Field.SECONDS);
                case METHOD -> Set.of(Field.METHOD);
                case TARGET -> Set.of(Field.TARGET);
                case REFERER -> Set.of(Field.REFERER);
                case AGENT -> Set.of(Field.AGENT);
                case IGNORED -> Set.of();
            };
        }
    }

    /** A field and what stands behind it; an empty end, only at the last, is the line's end. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Step(Part part, byte[] end) {}

    @Override
    public Set<Field> fields() {
        Set<Field> fields = EnumSet.noneOf(Field.class);
        steps.forEach(step -> fields.addAll(step.part.fields()));
        return fields;
    }

    @Override
    public LineParser parser(ZoneId zone) {
        return new FormatParser(start, steps.toArray(Step[]::new), zone);
    }

    /** @throws IllegalArgumentException a directive is not known, or two stand together */
    static FormatString compile(String format) {
        return new Compiler(format).compile();
    }

    private static final class Compiler {
        private final String format;
        private final List<Step> steps = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private byte[] start = new byte[0];
        private @Nullable Part last;

        Compiler(String format) {
            this.format = format;
        }

        FormatString compile() {
            int i = 0;
            while (i < format.length()) {
                char c = format.charAt(i);
                if (c == '%' && format.startsWith("%%", i)) {
                    literal.append('%');
                    i += 2;
                } else if (c == '%') {
                    i = directive(i + 1);
                } else if (c == '\\' && i + 1 < format.length()) {
                    literal.append(format.charAt(i + 1) == 't' ? '\t' : format.charAt(i + 1)); // as in httpd.conf: \"
                    i += 2;
                } else {
                    literal.append(c);
                    i++;
                }
            }
            flush();
            if (steps.isEmpty()) {
                throw new IllegalArgumentException(
                        "the log format '" + format + "' has no directive; known are " + KNOWN);
            }
            return new FormatString(format, start, List.copyOf(steps));
        }

        private int directive(int from) {
            int i = from;
            String argument = "";
            if (format.startsWith("{", i)) {
                int close = format.indexOf('}', i);
                argument = close < 0 ? "" : format.substring(i + 1, close);
                i = close < 0 ? i : close + 1;
            }
            while (i < format.length() && (format.charAt(i) == '>' || format.charAt(i) == '<')) {
                i++;
            }
            String written = format.substring(from - 1, Math.min(format.length(), i + 1));
            Part part = i < format.length() ? part(format.charAt(i), argument) : null;
            if (part == null) {
                throw new IllegalArgumentException(
                        "unknown directive " + written + " in the log format '" + format + "'; known are " + KNOWN);
            }
            boolean query = format.charAt(i) == 'q';
            if (!query || last != Part.TARGET || !literal.isEmpty()) { // %U%q is one text, the target
                add(part, written);
            }
            return i + 1;
        }

        private void add(Part part, String written) {
            if (last != null && literal.isEmpty()) {
                throw new IllegalArgumentException("in the log format '" + format + "' " + written
                        + " follows another directive without a text between them, so nobody can tell them apart");
            }
            flush();
            last = part;
        }

        /** The text collected ends the field before it. */
        private void flush() {
            byte[] text = literal.toString().getBytes(StandardCharsets.UTF_8);
            literal.setLength(0);
            if (last == null) {
                start = text;
            } else {
                steps.add(new Step(last, text));
            }
        }

        private static @Nullable Part part(char letter, String argument) {
            boolean named = !argument.isEmpty();
            if (named && letter != 'i' && letter != 'o') {
                return null;
            }
            return switch (letter) {
                case 'h' -> Part.REMOTE;
                case 't' -> Part.TIME;
                case 'r' -> Part.REQUEST;
                case 's' -> Part.STATUS;
                case 'b', 'B' -> Part.BYTES;
                case 'D' -> Part.MICROSECONDS;
                case 'T' -> Part.SECONDS;
                case 'm' -> Part.METHOD;
                case 'U' -> Part.TARGET;
                case 'l', 'u', 'q', 'H', 'P', 'L' -> Part.IGNORED;
                case 'i' -> named ? header(argument) : null;
                case 'o' -> named ? Part.IGNORED : null;
                default -> null;
            };
        }

        private static Part header(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "referer" -> Part.REFERER;
                case "user-agent" -> Part.AGENT;
                default -> Part.IGNORED;
            };
        }
    }
}
