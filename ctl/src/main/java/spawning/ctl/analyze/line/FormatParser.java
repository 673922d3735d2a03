// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

import java.time.ZoneId;
import java.util.Arrays;

/** Walks the steps of a format string over a line. */
final class FormatParser implements LineParser {
    private static final int LOCAL_DATE = 20;
    private static final int DATE = 26;

    private final byte[] start;
    private final FormatString.Step[] steps;
    private final DateReader dates;

    FormatParser(byte[] start, FormatString.Step[] steps, ZoneId zone) {
        this.start = start;
        this.steps = steps;
        this.dates = new DateReader(zone);
    }

    @Override
    public boolean parse(byte[] b, int from, int to, Entry entry) {
        entry.clear();
        if (!startsWith(b, from, to, start)) {
            return false;
        }
        int at = from + start.length;
        boolean quoted = endsWithQuote(start);
        for (FormatString.Step step : steps) {
            int end = fieldEnd(step, b, at, to, quoted);
            if (end < 0 || !set(step.part(), b, at, end, entry)) {
                return false;
            }
            at = end + step.end().length;
            quoted = endsWithQuote(step.end());
        }
        return at == to;
    }

    private static int fieldEnd(FormatString.Step step, byte[] b, int at, int to, boolean quoted) {
        byte[] text = step.end();
        if (text.length == 0) {
            return to;
        }
        int from = step.part() == FormatString.Part.TIME ? dateEnd(b, at, to, text) : at;
        while (from <= to) {
            int end = quoted && text[0] == '"' ? ClfParser.quoteEnd(b, from, to) : Bytes.indexOf(b, from, to, text[0]);
            if (end >= to) {
                return -1;
            }
            if (startsWith(b, end, to, text)) {
                return end;
            }
            from = end + 1;
        }
        return -1;
    }

    /** Dates have spaces and colons in them, which do not end them. */
    private static int dateEnd(byte[] b, int at, int to, byte[] text) {
        if (at < to && b[at] == '[') {
            return Bytes.indexOf(b, at, to, (byte) ']') + 1;
        }
        for (int length : new int[] {DATE, LOCAL_DATE}) {
            if (at + length <= to && b[at + 2] == '/' && startsWith(b, at + length, to, text)) {
                return at + length;
            }
        }
        return at;
    }

    private boolean set(FormatString.Part part, byte[] b, int from, int to, Entry entry) {
        boolean escaped = ClfParser.hasEscapes(b, from, to);
        switch (part) {
            case REMOTE -> entry.remote.set(b, from, to, escaped);
            case TIME -> {
                boolean brackets = to - from > 2 && b[from] == '[' && b[to - 1] == ']';
                entry.millis = brackets ? dates.millis(b, from + 1, to - 1) : dates.millis(b, from, to);
                return entry.millis != Entry.NONE;
            }
            case REQUEST -> entry.requestLine(b, from, to, escaped);
            case STATUS -> {
                return entry.setStatus(b, from, to);
            }
            case BYTES -> {
                return entry.setBytes(b, from, to);
            }
            case MICROSECONDS -> {
                return entry.setMicros(b, from, to, 1);
            }
            case SECONDS -> {
                return entry.setMicros(b, from, to, 1_000_000);
            }
            case METHOD -> entry.method.set(b, from, to, escaped);
            case TARGET -> entry.target.set(b, from, to, escaped);
            case REFERER -> entry.referer.set(b, from, to, escaped);
            case AGENT -> entry.agent.set(b, from, to, escaped);
            case IGNORED -> {}
        }
        return true;
    }

    private static boolean endsWithQuote(byte[] text) {
        return text.length > 0 && text[text.length - 1] == '"';
    }

    private static boolean startsWith(byte[] b, int from, int to, byte[] text) {
        return from + text.length <= to && Arrays.equals(b, from, from + text.length, text, 0, text.length);
    }
}
