// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipException;
import spawning.ctl.analyze.count.Counter;
import spawning.ctl.analyze.count.GroupNames;
import spawning.ctl.analyze.count.Selection;
import spawning.ctl.analyze.count.Totals;
import spawning.ctl.analyze.line.Entry;
import spawning.ctl.analyze.line.LineParser;
import spawning.ctl.analyze.line.LogFormat;
import spawning.protocol.LogText;

/**
 * Reads inputs one after the other. The calling thread reads and cuts at line ends; others, one a processor up to four,
 * take chunks apart and count, each for itself. Chunks are finished in their order, so that broken lines have their
 * numbers. Memory: some buffers of 2 MB, and the groups.
 */
final class Analyzer implements AutoCloseable {
    /** The longest line, in bytes. */
    static final int BUFFER = 2 << 20;

    private static final int MOST_THREADS = 4;

    private final PrintWriter complaints;
    private final Selection selection;
    private final GroupNames names;
    private final ExecutorService executor;
    private final int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_THREADS);
    private final BlockingQueue<Bench> benches = new ArrayBlockingQueue<>(threads);
    private final List<Counter> counters = new ArrayList<>();
    private final Deque<byte[]> buffers = new ArrayDeque<>();
    private final Deque<Pending> pending = new ArrayDeque<>();
    private long lines;
    private long broken;
    private boolean allRead = true;

    /** What a thread needs while it counts a chunk. */
    private record Bench(LineParser parser, Entry entry, Counter counter) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Pending(byte[] buffer, Future<Chunk.Lines> lines) {}

    /**
     * @param zone of dates without an offset
     * @param complaints for what cannot be read; the first lines that are broken, and files
     */
    Analyzer(LogFormat format, ZoneId zone, Selection selection, GroupNames names, PrintWriter complaints) {
        this.complaints = complaints;
        this.selection = selection;
        this.names = names;
        executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("count-", 0).factory());
        for (int i = 0; i < threads; i++) {
            Counter counter = new Counter(selection, names);
            counters.add(counter);
            benches.add(new Bench(format.parser(zone), new Entry(), counter));
        }
        for (int i = 0; i < threads + 1; i++) {
            buffers.add(new byte[BUFFER]);
        }
    }

    /** Reads an input to its end; one that cannot be read is complained of, and what was read of it counts. */
    void read(String name, InputStream stdin) throws InterruptedException {
        String shown = LogText.line(name.equals("-") ? "(stdin)" : name);
        Numbering numbering = new Numbering(shown);
        try (InputStream stream = Input.open(name, stdin)) {
            ChunkReader reader = new ChunkReader(stream, BUFFER);
            while (true) {
                byte[] buffer = buffer(numbering);
                ChunkReader.Filled filled;
                try {
                    filled = reader.fill(buffer);
                } catch (IOException e) {
                    buffers.add(buffer);
                    throw e;
                }
                if (filled.length() == 0) {
                    buffers.add(buffer);
                    break;
                }
                Chunk chunk = new Chunk(buffer, filled.length(), filled.end());
                pending.add(new Pending(buffer, executor.submit(() -> count(chunk))));
            }
        } catch (IOException e) {
            allRead = false;
            complaints.println("spawning-ctl: cannot read " + shown + ": " + reason(e));
        }
        while (!pending.isEmpty()) {
            finishFirst(numbering);
        }
    }

    Totals totals() {
        return Totals.of(selection, counters);
    }

    /** Lines that are not empty. */
    long lines() {
        return lines;
    }

    long broken() {
        return broken;
    }

    boolean allRead() {
        return allRead;
    }

    boolean tooManyGroups() {
        return names.overflowed();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Chunk.Lines count(Chunk chunk) throws InterruptedException {
        Bench bench = benches.take();
        try {
            return chunk.count(bench.parser, bench.entry, bench.counter);
        } finally {
            benches.add(bench);
        }
    }

    private byte[] buffer(Numbering numbering) throws InterruptedException {
        if (buffers.isEmpty()) {
            finishFirst(numbering);
        }
        return buffers.remove();
    }

    private void finishFirst(Numbering numbering) throws InterruptedException {
        Pending first = pending.remove();
        try {
            numbering.add(first.lines.get());
        } catch (ExecutionException e) {
            throw new IllegalStateException("counting failed", e.getCause());
        }
        buffers.add(first.buffer);
    }

    private static String reason(IOException e) {
        String text = LogText.line(String.valueOf(e.getMessage()));
        return switch (e) {
            case EOFException _ -> "the gzip data end too early; what came before is counted";
            case ZipException _ -> "the gzip data are damaged (" + text + "); what came before is counted";
            default -> text;
        };
    }

    /** The numbers of the lines of one input, from 1. */
    private final class Numbering {
        private final String name;
        private long before = 1;

        Numbering(String name) {
            this.name = name;
        }

        void add(Chunk.Lines chunk) {
            for (Chunk.Broken line : chunk.examples()) {
                if (broken < Chunk.EXAMPLES) {
                    complaints.println("spawning-ctl: " + name + ":" + (before + line.number()) + ": line " + line.why()
                            + ", not counted: " + LogText.line(line.text()));
                }
                broken++;
            }
            broken += chunk.broken() - chunk.examples().size();
            lines += chunk.filled();
            before += chunk.lines();
        }
    }
}
