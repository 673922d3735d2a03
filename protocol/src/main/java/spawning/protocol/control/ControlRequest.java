// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.control;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import spawning.protocol.LogText;
import spawning.protocol.MessageLine;

/**
 * What is asked of the controller: one line on a connection of its own, to which it says {@link ControlReply} as often as it
 * likes, the last one being {@link ControlReply.End}.
 *
 * @param verb what to do: lower-case letters and dashes
 * @param values with what; without the version, which is added and checked here
 */
public record ControlRequest(String verb, Map<String, String> values) {
    /** Of the protocol. */
    public static final int VERSION = 1;

    /** The longest request, in bytes of UTF-8, with its line feed. */
    public static final int MAX_BYTES = 64 << 10;

    private static final String VERSION_KEY = "version";
    private static final Pattern VERB = Pattern.compile("[a-z][a-z-]{0,31}");

    /** Characters of a bad line that are shown to whoever sent it. */
    private static final int SHOWN = 60;

    public ControlRequest {
        values = Map.copyOf(values);
    }

    /** Without values. */
    public static ControlRequest of(String verb) {
        return new ControlRequest(verb, Map.of());
    }

    /** With one value more. */
    public ControlRequest with(String key, String value) {
        Map<String, String> more = new TreeMap<>(values);
        more.put(key, value);
        return new ControlRequest(verb, more);
    }

    /** A value; empty when it was not given. */
    public Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** Whether a value was given as {@code true}. */
    public boolean flag(String key) {
        return text(key).filter("true"::equals).isPresent();
    }

    /** The line that says it, without its line feed. */
    public String encode() {
        return MessageLine.encodeWhole(
                verb, with(VERSION_KEY, Integer.toString(VERSION)).values());
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException the line is no request of this version; the text says why, on one line
     */
    public static ControlRequest decode(String line) {
        MessageLine message = message(line);
        String version = message.values().getOrDefault(VERSION_KEY, "none");
        if (!VERB.matcher(message.verb()).matches()) {
            throw new IllegalArgumentException("no request: " + shown(line));
        }
        if (!version.equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException(
                    "version " + shown(version) + " of the control protocol is not spoken here," + " only version "
                            + VERSION + "; use the spawning-ctl of the release that runs");
        }
        Map<String, String> values = new TreeMap<>(message.values());
        values.remove(VERSION_KEY);
        return new ControlRequest(message.verb(), values);
    }

    private static MessageLine message(String line) {
        try {
            return MessageLine.decode(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("no request: " + shown(line), e);
        }
    }

    private static String shown(String text) {
        String plain = LogText.line(text);
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }
}
