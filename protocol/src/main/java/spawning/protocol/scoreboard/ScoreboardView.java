// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A scoreboard for reading, while its worker writes it, hangs, or has ended. Any thread; nothing waits. What a worker
 * wrote is not believed: whatever stands there, no method throws.
 */
public final class ScoreboardView {
    private static final int TRIES = 3;

    private final ByteBuffer memory;

    private ScoreboardView(ByteBuffer memory) {
        this.memory = memory;
    }

    /**
     * Over memory that a worker writes.
     *
     * @param memory direct, with {@link Scoreboard#BYTES} bytes; its position does not matter
     */
    public static ScoreboardView of(ByteBuffer memory) {
        if (!memory.isDirect() || memory.capacity() < Layout.BYTES) {
            throw new IllegalArgumentException(
                    "a scoreboard has " + Layout.BYTES + " bytes of direct memory, got " + memory);
        }
        return new ScoreboardView(memory);
    }

    /** Whether a worker of this version has begun to write. Until then all values are 0 and nothing is in flight. */
    public boolean begun() {
        return Cells.get(memory, 0) == Layout.VERSION;
    }

    public long count(Counter counter) {
        return Cells.get(memory, Layout.counter(counter));
    }

    public long get(Gauge gauge) {
        return Cells.get(memory, Layout.gauge(gauge));
    }

    /** Whether the worker's JVM runs from no archive of classes; false also while it has not said so yet. */
    public boolean runsWithoutArchive() {
        return get(Gauge.CLASS_ARCHIVE) == Scoreboard.NO_ARCHIVE;
    }

    /** Whether the worker's own code has begun to run, which says first whether there is an archive. */
    public boolean hasBegun() {
        return get(Gauge.CLASS_ARCHIVE) != 0;
    }

    /** How many requests ended, by {@linkplain Latency bucket}. */
    public long[] latencies() {
        long[] counts = new long[Layout.BUCKETS];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Cells.get(memory, Layout.latency(i));
        }
        return counts;
    }

    /**
     * Requests begun and not ended, also those without an entry. Two counters that are read one after the other: while
     * the worker runs it may be off by what began meanwhile, and is never below 0.
     */
    public long inFlight() {
        long answered = count(Counter.ANSWERED); // first, so that the difference is not negative
        return Math.max(0, count(Counter.REQUESTS) - answered);
    }

    /** The requests in flight that have an entry, oldest first; one that just changes is left out. */
    public List<Flight> flights() {
        List<Flight> flights = new ArrayList<>();
        for (int i = 0; i < Layout.ENTRIES; i++) {
            read(Layout.entry(i)).ifPresent(flights::add);
        }
        flights.sort(Comparator.comparingLong(Flight::startNanos));
        return flights;
    }

    private Optional<Flight> read(int at) {
        for (int i = 0; i < TRIES; i++) {
            long sequence = Cells.get(memory, at);
            long start = Cells.get(memory, at + Layout.ENTRY_START);
            long thread = Cells.get(memory, at + Layout.ENTRY_THREAD);
            String text = text(at + Layout.ENTRY_TEXT, Cells.get(memory, at + Layout.ENTRY_LENGTH));
            VarHandle.loadLoadFence();
            if (sequence % 2 == 0 && sequence == Cells.get(memory, at)) {
                return start == 0 ? Optional.empty() : Optional.of(new Flight(text, start, thread));
            }
        }
        return Optional.empty();
    }

    private String text(int at, long length) {
        byte[] bytes = new byte[Math.clamp(length, 0, Layout.TEXT_BYTES)];
        memory.get(at, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** The last lines of the log, whole ones, as the worker wrote them to stderr. */
    public String log() {
        long before = Math.max(0, Cells.get(memory, Layout.LOG_POSITION));
        byte[] ring = new byte[Layout.LOG_BYTES];
        memory.get(Layout.LOG, ring);
        VarHandle.loadLoadFence();
        long overwritten = Math.clamp(Cells.get(memory, Layout.LOG_POSITION) - before, 0, Layout.LOG_BYTES);
        long from = Math.max(0, before - Layout.LOG_BYTES + overwritten);
        byte[] bytes = new byte[(int) (before - from)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ring[(int) ((from + i) % Layout.LOG_BYTES)];
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return from == 0 ? text : text.substring(text.indexOf('\n') + 1); // the first line is cut
    }
}
