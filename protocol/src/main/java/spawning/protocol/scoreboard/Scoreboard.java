// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A worker's own scoreboard, for writing. One process writes it, any thread of it at any time: no method locks, waits or
 * allocates.
 *
 * <p><b>Memory ordering.</b> Counters are added to atomically. Gauges are single stores. An entry of a request in flight
 * belongs to one request until its end; its sequence is odd while it is written, and a reader that sees an odd number, or
 * another one after reading than before, has seen nothing. Bytes of the log are written before the position that covers
 * them. Nothing here says whether a worker is alive but {@link Counter#BEATS}, and of that only that it moves: no value
 * that is torn, old or nonsense can make a good worker look dead.
 */
public final class Scoreboard {
    /** The size of the memory, in bytes: whole pages of 4 KiB. */
    public static final int BYTES = Layout.BYTES;

    /** The entry of a request for which there was no room: it is counted, and not shown. */
    public static final int NO_ENTRY = -1;

    static final long NO_ARCHIVE = 2;

    private static final long MICRO = 1000;

    private final ByteBuffer memory;

    /** A bit for each entry, set while it is taken. */
    private final AtomicLong taken = new AtomicLong();

    private Scoreboard(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * Over memory that the controller reads as well.
     *
     * @param memory direct, with {@link #BYTES} bytes of zeros from its begin on
     */
    public static Scoreboard over(ByteBuffer memory) {
        if (!memory.isDirect() || memory.capacity() < BYTES) {
            throw new IllegalArgumentException(
                    "a scoreboard needs " + BYTES + " bytes of direct memory, got " + memory);
        }
        Cells.set(memory, 0, Layout.VERSION);
        return new Scoreboard(memory);
    }

    /** One that nobody reads. */
    public static Scoreboard unread() {
        return over(ByteBuffer.allocateDirect(BYTES));
    }

    /** What a controller would see. */
    public ScoreboardView view() {
        return ScoreboardView.of(memory);
    }

    public void count(Counter counter) {
        count(counter, 1);
    }

    public void count(Counter counter, long times) {
        Cells.add(memory, Layout.counter(counter), times);
    }

    public void set(Gauge gauge, long value) {
        Cells.set(memory, Layout.gauge(gauge), value);
    }

    /** Whether this JVM runs from an archive of classes, an AOT cache or the JDK's own. */
    public void archive(boolean used) {
        set(Gauge.CLASS_ARCHIVE, used ? 1 : NO_ARCHIVE);
    }

    /**
     * A request's head is complete.
     *
     * @param target path and query as they came; the query is left out
     * @param nanos now, by System.nanoTime
     * @return to be given to {@link #ends}, once; perhaps {@link #NO_ENTRY}
     */
    public int begins(String method, String target, long nanos) {
        count(Counter.REQUESTS);
        int entry = take();
        if (entry != NO_ENTRY) {
            write(Layout.entry(entry), method, target, nanos);
        }
        return entry;
    }

    /**
     * A thread has taken the request on.
     *
     * @param threadId as {@link Thread#threadId} has it
     */
    public void runs(int entry, long threadId) {
        if (entry != NO_ENTRY) {
            Cells.set(memory, Layout.entry(entry) + Layout.ENTRY_THREAD, threadId);
        }
    }

    /**
     * A request has ended, in whatever way.
     *
     * @param tookNanos since its head was complete
     * @param status of its response; 0 if there was none
     */
    public void ends(int entry, long tookNanos, int status) {
        Cells.add(memory, Layout.latency(Latency.bucket(tookNanos)), 1);
        Cells.add(memory, Layout.counter(Counter.DURATION_MICROS), Math.max(0, tookNanos) / MICRO);
        count(Counter.ANSWERED);
        if (status >= 500) {
            count(Counter.FAILED);
        }
        if (entry != NO_ENTRY) {
            Cells.set(memory, Layout.entry(entry) + Layout.ENTRY_START, 0);
            var _ = taken.getAndAccumulate(1L << entry, (bits, bit) -> bits & ~bit);
        }
    }

    /** Appends a line of the log, with its line feed. One thread. */
    public void log(byte[] bytes, int from, int length) {
        long position = Cells.get(memory, Layout.LOG_POSITION);
        int skipped = Math.max(0, length - Layout.LOG_BYTES);
        for (int done = skipped; done < length; ) {
            int at = (int) ((position + done) % Layout.LOG_BYTES);
            int piece = Math.min(length - done, Layout.LOG_BYTES - at);
            memory.put(Layout.LOG + at, bytes, from + done, piece);
            done += piece;
        }
        Cells.set(memory, Layout.LOG_POSITION, position + length);
    }

    private int take() {
        while (true) {
            long bits = taken.get();
            int free = Long.numberOfTrailingZeros(~bits);
            if (free == Layout.ENTRIES) {
                return NO_ENTRY;
            }
            if (taken.compareAndSet(bits, bits | 1L << free)) {
                return free;
            }
        }
    }

    private void write(int at, String method, String target, long nanos) {
        long sequence = Cells.get(memory, at);
        Cells.set(memory, at, sequence + 1);
        VarHandle.storeStoreFence();
        int length = append(at + Layout.ENTRY_TEXT, 0, method, method.length());
        length = append(at + Layout.ENTRY_TEXT, length, " ", 1);
        int query = target.indexOf('?');
        length = append(at + Layout.ENTRY_TEXT, length, target, query < 0 ? target.length() : query);
        Cells.set(memory, at + Layout.ENTRY_LENGTH, length);
        Cells.set(memory, at + Layout.ENTRY_THREAD, 0);
        Cells.set(memory, at + Layout.ENTRY_START, nanos == 0 ? 1 : nanos); // 0 means that nobody is there
        Cells.set(memory, at, sequence + 2);
    }

    private int append(int at, int length, String text, int count) {
        int end = Math.min(Layout.TEXT_BYTES, length + count);
        for (int i = length; i < end; i++) {
            char c = text.charAt(i - length);
            memory.put(at + i, (byte) (c >= ' ' && c < 127 ? c : '?'));
        }
        return end;
    }
}
