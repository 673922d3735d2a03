// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines that are written at once, and what becomes of them when that fails. The writer's thread.
 *
 * <p>A disk that gets full takes a part of a write, perhaps half a line, and other workers write to the same file. So whoever
 * left half a line keeps its rest, and writes that first as soon as there is room, unless the file has grown or shrunk
 * since. And whoever writes after a failure, or after a pause in which it may have missed one, looks at the end of the
 * file first: half a line there is another's, who is given time to complete it; after that, as when its worker was
 * killed, it is ended with a line feed.
 */
final class LineBatch {
    /** While the disk is full, it is tried no more often than this. */
    static final Duration TRIES_APART = Duration.ofMillis(50);

    private static final Logger LOG = LoggerFactory.getLogger(LineBatch.class);

    /** What another worker gets to complete its line; it tries ten times meanwhile. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** After such a pause one looks what others did meanwhile. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private final Destination destination;
    private final DroppedLines dropped;

    /** A line feed, which is written only where it must end the half line of another, and the lines. */
    private final ByteBuffer bytes;

    /** The rest of a line of ours that stands in the file in part. */
    private @Nullable ByteBuffer fragment;
    /** How long the file was when that was left. */
    private long fragmentAt;

    private boolean failing;
    /** By System.nanoTime, as the next. */
    private long tried;

    private long written;

    /** Since when the end of the file is another's half line, with room to complete it; 0: it is not. */
    private long halfSince;

    LineBatch(Destination destination, DroppedLines dropped) {
        this.destination = destination;
        this.dropped = dropped;
        this.bytes = ByteBuffer.allocateDirect(1 + destination.maxWrite()).put((byte) '\n');
        this.written = System.nanoTime() - PAUSE.toNanos();
    }

    /** Whether the last write failed. */
    boolean failing() {
        return failing;
    }

    boolean hasRoomFor(byte[] line) {
        return bytes.remaining() >= line.length;
    }

    void add(byte[] line) {
        bytes.put(line);
    }

    /** Writes the lines, or counts them as dropped. */
    void write() {
        bytes.flip().position(1);
        int from = 1;
        try {
            if (mayBegin()) {
                from = bytes.position();
                writeAll(bytes);
                worked();
            }
        } catch (IOException e) {
            keepRest(from);
            failed(e);
        }
        drop();
    }

    /** Gives up what is not written. */
    void drop() {
        long lines = 0;
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            lines += bytes.get(i) == '\n' ? 1 : 0;
        }
        dropped.add(bytes.position() == 0 ? lines - 1 : lines);
        bytes.clear().position(1);
    }

    /** Whether it is our turn. */
    private boolean mayBegin() throws IOException {
        long now = System.nanoTime();
        if (failing && now - tried < TRIES_APART.toNanos()) {
            return false;
        }
        tried = now;
        completeFragment();
        if (!failing && now - written < PAUSE.toNanos()) {
            return true;
        }
        if (!failing) {
            awaitWhole(now + PATIENCE.toNanos());
        }
        return lookAtEnd();
    }

    private void awaitWhole(long deadline) throws IOException {
        while (!destination.endsWhole() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(this, LOOK_AGAIN.toNanos());
        }
    }

    /** Sees to it that the lines begin at the begin of a line; false if another may still complete his. */
    private boolean lookAtEnd() throws IOException {
        if (destination.endsWhole()) {
            halfSince = 0;
            return true;
        }
        if (failing && !destination.hasRoom()) {
            halfSince = 0; // nobody can complete anything yet
            return false;
        }
        long now = System.nanoTime();
        halfSince = halfSince == 0 ? now : halfSince;
        if (failing && now - halfSince < PATIENCE.toNanos()) {
            return false;
        }
        bytes.position(0);
        return true;
    }

    private void writeAll(ByteBuffer rest) throws IOException {
        while (rest.hasRemaining()) {
            if (destination.write(rest) == 0) {
                LockSupport.parkNanos(
                        this, LOOK_AGAIN.toNanos()); // a pipe that is full, and made not to block by who shares it
            }
        }
        written = System.nanoTime();
    }

    /** Where the write ended within a line, its rest is for later. */
    private void keepRest(int from) {
        int at = bytes.position();
        if (fragment != null || at <= from || bytes.get(at - 1) == '\n') {
            return;
        }
        int end = at;
        while (bytes.get(end) != '\n') {
            end++;
        }
        ByteBuffer rest = ByteBuffer.allocate(end + 1 - at)
                .put(bytes.slice(at, end + 1 - at))
                .flip();
        bytes.position(end + 1);
        keep(rest);
    }

    private void keep(ByteBuffer rest) {
        try {
            fragmentAt = destination.size();
            fragment = rest;
        } catch (IOException e) {
            fragment = null; // then whoever is next ends it
            dropped.add(1);
        }
    }

    /** Completes the half line that we left, unless the file is not as we left it. */
    private void completeFragment() throws IOException {
        ByteBuffer rest = fragment;
        if (rest == null) {
            return;
        }
        if (destination.size() != fragmentAt) {
            fragment = null;
            dropped.add(1);
            return;
        }
        try {
            writeAll(rest);
            fragment = null;
        } catch (IOException e) {
            keep(rest);
            throw e;
        }
    }

    /** Completes the half line, if there is one; false if that is not possible yet. */
    boolean finish() {
        if (fragment == null) {
            return true;
        }
        try {
            completeFragment();
            return true;
        } catch (IOException e) {
            return fragment == null; // it was said when it was left
        }
    }

    /** This file is left for another. */
    void leave() {
        if (!finish()) {
            fragment = null;
            dropped.add(1);
        }
        written = System.nanoTime() - PAUSE.toNanos();
    }

    private void worked() {
        if (failing) {
            failing = false;
            LOG.warn("access log {} can be written again; {} lines were dropped", destination, dropped.take());
        }
    }

    private void failed(IOException e) {
        if (!failing) {
            failing = true;
            LOG.error("access log {} cannot be written; dropping lines until it can", destination, e);
        }
    }
}
