// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as JSON (RFC 8259), indented for people. */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /**
     * The text of a value.
     *
     * @param value a map with texts as keys, a collection, a number, a Boolean, or something whose text is meant
     */
    static String of(Object value) {
        Json json = new Json();
        json.value(value, "\n");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String line) {
        switch (value) {
            case Map<?, ?> map -> object(map, line);
            case Collection<?> list -> array(list, line);
            case Double number -> out.append(Double.isFinite(number) ? number.toString() : "null");
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> text(value.toString());
        }
    }

    private void object(Map<?, ?> map, String line) {
        out.append('{');
        String separator = line + "  ";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            text(String.valueOf(entry.getKey()));
            out.append(": ");
            value(entry.getValue(), line + "  ");
            separator = "," + line + "  ";
        }
        out.append(map.isEmpty() ? "" : line).append('}');
    }

    private void array(Collection<?> list, String line) {
        out.append('[');
        String separator = line + "  ";
        for (Object element : list) {
            out.append(separator);
            value(element, line + "  ");
            separator = "," + line + "  ";
        }
        out.append(list.isEmpty() ? "" : line).append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || Character.isSurrogate(c) || c == '\u2028' || c == '\u2029') {
                out.append("\\u%04x".formatted((int) c)); // half a surrogate pair could not be encoded
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
