// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;

/** One JSON object a line, its keys in any order; keys that are not ours are passed over. */
final class JsonParser implements LineParser {
    private static final int MOST_DEPTH = 64;
    private static final long MICROS = 1_000_000;

    private static final byte[] TIME = key("time");
    private static final byte[] REMOTE = key("remote");
    private static final byte[] METHOD = key("method");
    private static final byte[] TARGET = key("target");
    private static final byte[] STATUS = key("status");
    private static final byte[] BYTES = key("bytes");
    private static final byte[] SECONDS = key("seconds");
    private static final byte[] REFERER = key("referer");
    private static final byte[] AGENT = key("agent");
    private static final byte[] SLOT = key("slot");

    private final DateReader dates;
    private final Slice value = new Slice();
    private byte[] b = new byte[0];
    private int at;
    private int to;

    JsonParser(ZoneId zone) {
        dates = new DateReader(zone);
    }

    @Override
    public boolean parse(byte[] bytes, int from, int end, Entry entry) {
        entry.clear();
        b = bytes;
        at = from;
        to = end;
        if (!take('{')) {
            return false;
        }
        do {
            if (!member(entry)) {
                return false;
            }
        } while (take(','));
        boolean whole = take('}');
        skipSpace();
        return whole && at == to && (entry.millis != Entry.NONE || entry.status != Entry.NONE);
    }

    private boolean member(Entry entry) {
        if (!take('"')) {
            return false;
        }
        int key = at;
        int keyEnd = Bytes.indexOf(b, at, to, (byte) '"');
        at = keyEnd + 1;
        return keyEnd < to && take(':') && value(0) && set(key, keyEnd, entry);
    }

    private boolean set(int key, int keyEnd, Entry entry) {
        int from = value.from;
        int end = value.to;
        if (value.isEmpty()) {
            return true; // null, an empty text, or something nested that is not ours
        }
        if (is(TIME, key, keyEnd)) {
            entry.millis = dates.millis(value.array, from, end);
            return entry.millis != Entry.NONE;
        } else if (is(STATUS, key, keyEnd)) {
            return entry.setStatus(value.array, from, end);
        } else if (is(BYTES, key, keyEnd)) {
            return entry.setBytes(value.array, from, end);
        } else if (is(SECONDS, key, keyEnd)) {
            return entry.setMicros(value.array, from, end, MICROS);
        }
        return setText(key, keyEnd, entry);
    }

    private boolean setText(int key, int keyEnd, Entry entry) {
        if (is(REMOTE, key, keyEnd)) {
            copyTo(entry.remote);
        } else if (is(METHOD, key, keyEnd)) {
            copyTo(entry.method);
        } else if (is(TARGET, key, keyEnd)) {
            copyTo(entry.target);
        } else if (is(REFERER, key, keyEnd)) {
            copyTo(entry.referer);
        } else if (is(AGENT, key, keyEnd)) {
            copyTo(entry.agent);
        } else if (is(SLOT, key, keyEnd)) {
            copyTo(entry.slot);
        }
        return true;
    }

    private void copyTo(Slice slice) {
        slice.set(value.array, value.from, value.to, false);
    }

    private boolean is(byte[] name, int from, int end) {
        return end - from == name.length && Arrays.equals(b, from, end, name, 0, name.length);
    }

    /** Reads a value; {@link #value} has a text or number, and nothing otherwise. */
    private boolean value(int depth) {
        skipSpace();
        value.clear();
        if (at >= to || depth > MOST_DEPTH) {
            return false;
        }
        return switch (b[at]) {
            case '"' -> text();
            case '{', '[' -> nested(depth);
            default -> word();
        };
    }

    private boolean text() {
        int from = ++at;
        int end = ClfParser.quoteEnd(b, from, to);
        if (end >= to) {
            return false;
        }
        at = end + 1;
        if (!ClfParser.hasEscapes(b, from, end)) {
            value.set(b, from, end, false);
            return true;
        }
        byte[] plain = JsonText.unescaped(b, from, end);
        value.set(plain, 0, plain.length, false);
        return true;
    }

    private boolean nested(int depth) {
        boolean object = b[at++] == '{';
        char close = object ? '}' : ']';
        if (take(close)) {
            return true;
        }
        do {
            if (object && !(value(depth + 1) && take(':'))) {
                return false;
            }
            if (!value(depth + 1)) {
                return false;
            }
        } while (take(','));
        value.clear();
        return take(close);
    }

    private boolean word() {
        int from = at;
        while (at < to && b[at] != ',' && b[at] != '}' && b[at] != ']' && b[at] > ' ') {
            at++;
        }
        if (b[from] == 'n' || b[from] == 't' || b[from] == 'f') {
            return at - from == 4 || at - from == 5;
        }
        value.set(b, from, at, false);
        return at > from && (b[from] == '-' || (b[from] >= '0' && b[from] <= '9'));
    }

    private boolean take(char wanted) {
        skipSpace();
        if (at < to && b[at] == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < to && (b[at] == ' ' || b[at] == '\t')) {
            at++;
        }
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
