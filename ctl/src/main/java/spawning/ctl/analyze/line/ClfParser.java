// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.time.ZoneId;
import java.util.Set;

/** The common log format and what grew from it: {@code remote ident user [date] "request" status bytes} and a tail. */
final class ClfParser implements LineParser {
    /** What stands after the bytes. */
    enum Tail {
        /** {@code common}. */
        NOTHING,
        /** {@code combined}: {@code "referer" "user agent"}. */
        AGENT,
        /** {@code spawning}: seconds, and since 0.1 the request's id. */
        SECONDS
    }

    private static final long MICROS = 1_000_000;

    private final Set<Tail> tails;
    private final DateReader dates;

    ClfParser(Set<Tail> tails, ZoneId zone) {
        this.tails = tails;
        this.dates = new DateReader(zone);
    }

    @Override
    public boolean parse(byte[] b, int from, int to, Entry entry) {
        entry.clear();
        int space = Bytes.indexOf(b, from, to, (byte) ' ');
        int open = Bytes.indexOf(b, space, to, (byte) '[');
        int close = Bytes.indexOf(b, open, to, (byte) ']');
        if (space == from || close + 3 >= to || b[close + 2] != '"') {
            return false;
        }
        entry.remote.set(b, from, space, false);
        entry.millis = dates.millis(b, open + 1, close);
        int request = close + 3;
        int end = quoteEnd(b, request, to);
        if (entry.millis == Entry.NONE || end >= to) {
            return false;
        }
        entry.requestLine(b, request, end, hasEscapes(b, request, end));
        return afterRequest(b, end + 1, to, entry);
    }

    private boolean afterRequest(byte[] b, int at, int to, Entry entry) {
        int status = at + 1;
        int bytes = status + 4;
        if (bytes >= to || b[at] != ' ' || b[bytes - 1] != ' ' || !entry.setStatus(b, status, bytes - 1)) {
            return false;
        }
        int end = Bytes.indexOf(b, bytes, to, (byte) ' ');
        if (!entry.setBytes(b, bytes, end)) {
            return false;
        }
        if (end == to) {
            return tails.contains(Tail.NOTHING);
        }
        int tail = end + 1;
        if (tail < to && b[tail] == '"') {
            return tails.contains(Tail.AGENT) && agent(b, tail + 1, to, entry);
        }
        return tails.contains(Tail.SECONDS) && seconds(b, tail, to, entry);
    }

    private static boolean seconds(byte[] b, int at, int to, Entry entry) {
        int end = Bytes.indexOf(b, at, to, (byte) ' ');
        boolean oneWord = end == to || (end + 1 < to && Bytes.indexOf(b, end + 1, to, (byte) ' ') == to);
        return oneWord && entry.setMicros(b, at, end, MICROS);
    }

    private static boolean agent(byte[] b, int referer, int to, Entry entry) {
        int end = quoteEnd(b, referer, to);
        int agent = end + 3;
        if (agent >= to || b[end + 1] != ' ' || b[end + 2] != '"') {
            return false;
        }
        int last = quoteEnd(b, agent, to);
        entry.referer.set(b, referer, end, hasEscapes(b, referer, end));
        entry.agent.set(b, agent, last, hasEscapes(b, agent, last));
        return last == to - 1;
    }

    /** The quote that ends a text, and not one with an odd number of backslashes before it; or {@code to}. */
    static int quoteEnd(byte[] b, int from, int to) {
        int quote = Bytes.indexOf(b, from, to, (byte) '"');
        while (quote < to) {
            int backslash = quote;
            while (backslash > from && b[backslash - 1] == '\\') {
                backslash--;
            }
            if ((quote - backslash) % 2 == 0) {
                return quote;
            }
            quote = Bytes.indexOf(b, quote + 1, to, (byte) '"');
        }
        return to;
    }

    static boolean hasEscapes(byte[] b, int from, int to) {
        return Bytes.indexOf(b, from, to, (byte) '\\') < to;
    }
}
