// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze.line;

/** What one line says, written over by the next; one thread. What it does not say is empty or {@link #NONE}. */
public final class Entry {
    /** A number that the line does not have. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long MOST_MICROS = Long.MAX_VALUE / 4096;

    final Slice remote = new Slice();
    final Slice method = new Slice();
    final Slice target = new Slice();
    final Slice referer = new Slice();
    final Slice agent = new Slice();
    final Slice slot = new Slice();
    long millis;
    long status;
    long bytes;
    long micros;

    void clear() {
        remote.clear();
        method.clear();
        target.clear();
        referer.clear();
        agent.clear();
        slot.clear();
        millis = NONE;
        status = NONE;
        bytes = NONE;
        micros = NONE;
    }

    public Slice remote() {
        return remote;
    }

    public Slice method() {
        return method;
    }

    /** Path and query. */
    public Slice target() {
        return target;
    }

    public Slice referer() {
        return referer;
    }

    public Slice agent() {
        return agent;
    }

    /** Of the worker. */
    public Slice slot() {
        return slot;
    }

    /** Since 1970, or {@link #NONE}. */
    public long millis() {
        return millis;
    }

    /** 100 to 999, or {@link #NONE}. */
    public long status() {
        return status;
    }

    /** Of the body, 0 or more, or {@link #NONE}. */
    public long bytes() {
        return bytes;
    }

    /** How long the response took, 0 or more, or {@link #NONE}. */
    public long micros() {
        return micros;
    }

    /** Takes {@code GET /x HTTP/1.1} apart; of what is no such line, all is the target. */
    void requestLine(byte[] b, int from, int to, boolean escaped) {
        int space = Bytes.indexOf(b, from, to, (byte) ' ');
        if (space == to) {
            target.set(b, from, to, escaped);
            return;
        }
        method.set(b, from, space, escaped);
        int last = Bytes.lastIndexOf(b, from, to, (byte) ' ');
        boolean hasProtocol = last > space && last + 5 < to && b[last + 1] == 'H' && b[last + 5] == '/';
        target.set(b, space + 1, hasProtocol ? last : to, escaped);
    }

    boolean setStatus(byte[] b, int from, int to) {
        status = Numbers.whole(b, from, to);
        return status >= 100 && status <= 999;
    }

    /** Digits, or {@code -} for none sent. */
    boolean setBytes(byte[] b, int from, int to) {
        bytes = to - from == 1 && b[from] == '-' ? 0 : Numbers.whole(b, from, to);
        return bytes >= 0;
    }

    /**
     * Digits, perhaps with a fraction; {@code -} for not known.
     *
     * @param unit how many microseconds one is
     */
    boolean setMicros(byte[] b, int from, int to, long unit) {
        if (to - from == 1 && b[from] == '-') {
            return true;
        }
        micros = Numbers.scaled(b, from, to, unit);
        return micros >= 0 && micros < MOST_MICROS;
    }
}
