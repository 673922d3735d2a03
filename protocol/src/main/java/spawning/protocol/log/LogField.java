// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.log;

import java.util.Arrays;
import java.util.Optional;

/** What is known of a request that was answered, by the letter that Apache's mod_log_config has for it. */
public enum LogField {
    /** The client's address, or its proxy's where that is not trusted. */
    REMOTE("h", 64),
    /** The name of RFC 1413, which nobody asks for: always a hyphen. */
    LOGNAME("l", 1),
    /** Who logged in, where the server knows. */
    USER("u", 64),
    /** {@code [22/Nov/2026:08:11:02 +0100]}. */
    TIME("t", 28),
    /** {@code 22/Nov/2026 08:11:02}. */
    PLAIN_TIME("", 20),
    /** Method, target and protocol. */
    REQUEST_LINE("r", LogField.TEXT),
    STATUS("s", 20),
    /** Of the response's body; a hyphen for none. */
    BYTES_IF_ANY("b", 20),
    /** Of the response's body. */
    BYTES("B", 20),
    MICROSECONDS("D", 20),
    /** With six digits after the point. */
    SECONDS("T", 24),
    METHOD("m", LogField.TEXT),
    /** The target up to its query, as sent. */
    PATH("U", LogField.TEXT),
    /** With its question mark; empty where there is none. */
    QUERY("q", LogField.TEXT),
    PROTOCOL("H", 16),
    REQUEST_HEADER("i", LogField.TEXT),
    RESPONSE_HEADER("o", LogField.TEXT),
    /** The worker's. */
    PID("P", 20),
    REQUEST_ID("L", 128);

    /** The length of what has none but that which is left of the line. */
    static final int TEXT = 0;

    private final String letter;
    private final int bytes;

    LogField(String letter, int bytes) {
        this.letter = letter;
        this.bytes = bytes;
    }

    /** The most that it takes, in bytes; 0: whatever is left of the line. */
    public int bytes() {
        return bytes;
    }

    /** Whether it is one of many, and needs the name of which. */
    boolean named() {
        return this == REQUEST_HEADER || this == RESPONSE_HEADER;
    }

    /** As it stands in a format. */
    String shown() {
        return named() ? "%{Name}" + letter : "%" + letter;
    }

    static Optional<LogField> of(char letter) {
        return Arrays.stream(values())
                .filter(field -> field.letter.equals(String.valueOf(letter)))
                .findFirst();
    }

    /** Those that a format may have, in a row. */
    static String allowed() {
        return String.join(
                " ",
                Arrays.stream(values())
                        .filter(field -> !field.letter.isEmpty())
                        .map(LogField::shown)
                        .toList());
    }
}
