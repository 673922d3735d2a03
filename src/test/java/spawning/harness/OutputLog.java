// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a process wrote, line by line with the time of arrival, kept in memory. Thread-safe. */
public final class OutputLog {
    private static final int SHOWN = 500;

    /** Which of the two streams a line came from. */
    public enum Source {
        STDOUT,
        STDERR
    }

    /**
     * One line.
     *
     * @param elapsed since the log began
     */
    public record Line(Duration elapsed, Source source, String text) {
        @Override
        public String toString() {
            return "%8.3f %s %s".formatted(elapsed.toNanos() / 1e9, source == Source.STDERR ? "!" : ">", text);
        }
    }

    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Line> lines = new ArrayList<>();
    private boolean collects;
    private int openStreams;

    /** Reads both streams of a process to their ends, each on a thread of its own. Called once. */
    public void collect(Process process) {
        lock.lock();
        try {
            openStreams = 2;
            collects = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name("stdout").start(() -> pump(Source.STDOUT, process.getInputStream()));
        Thread.ofVirtual().name("stderr").start(() -> pump(Source.STDERR, process.getErrorStream()));
    }

    private void pump(Source source, InputStream in) {
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                add(source, line);
            }
        } catch (IOException e) {
            add(source, "(reading ended: " + e + ")");
        } finally {
            lock.lock();
            try {
                openStreams--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private void add(Source source, String text) {
        lock.lock();
        try {
            lines.add(new Line(Duration.ofNanos(System.nanoTime() - start), source, text));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first line that the pattern finds something in, and returns that find. */
    public Matcher await(Pattern pattern, Duration limit) {
        return await(pattern, 1, limit);
    }

    /** Waits until so many lines match, and returns the last find. */
    public Matcher await(Pattern pattern, int count, Duration limit) {
        List<Matcher> finds = new ArrayList<>();
        int[] seen = {0};
        awaitThat(count + " x /" + pattern + "/", limit, () -> {
            finds.addAll(finds(lines.subList(seen[0], lines.size()), pattern));
            seen[0] = lines.size();
            return finds.size() >= count;
        });
        return finds.get(count - 1);
    }

    /** Waits until the process and all that inherited its output have closed it. */
    public void awaitEnd(Duration limit) {
        awaitThat("end of output", limit, () -> openStreams == 0);
    }

    /**
     * Lets the readers catch up with a process that has exited: waits for the end of its output, at most that long where
     * others have inherited it.
     */
    void catchUp(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (openStreams > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** The fact is looked at with the lock held, again after each change. */
    private void awaitThat(String what, Duration limit, BooleanSupplier holds) {
        lock.lock();
        try {
            long left = limit.toNanos();
            while (!holds.getAsBoolean()) {
                if (left <= 0 || (collects && openStreams == 0)) {
                    String when = left <= 0 ? " within " + limit : " before its end";
                    throw new AssertionError("not in the log" + when + ": " + what + "\n" + this);
                }
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what + "\n" + this, e);
        } finally {
            lock.unlock();
        }
    }

    /** Every find so far, in order. */
    public List<Matcher> all(Pattern pattern) {
        return finds(lines(), pattern);
    }

    /** Whether any line matches so far. */
    public boolean has(Pattern pattern) {
        return !all(pattern).isEmpty();
    }

    /** A copy of what has arrived so far. */
    public List<Line> lines() {
        lock.lock();
        try {
            return List.copyOf(lines);
        } finally {
            lock.unlock();
        }
    }

    /** The lines of one stream so far. */
    public List<String> texts(Source source) {
        return lines().stream()
                .filter(line -> line.source() == source)
                .map(Line::text)
                .toList();
    }

    private static List<Matcher> finds(List<Line> lines, Pattern pattern) {
        return lines.stream()
                .map(line -> pattern.matcher(line.text()))
                .filter(Matcher::find)
                .toList();
    }

    /** The last lines, for people. */
    @Override
    public String toString() {
        List<Line> all = lines();
        return all.stream()
                .skip(Math.max(0, all.size() - SHOWN))
                .map(Line::toString)
                .collect(Collectors.joining("\n", "--- the log, " + all.size() + " lines\n", "\n---"));
    }
}
