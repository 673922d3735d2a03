// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import spawning.protocol.scoreboard.CrewBoard;
import spawning.server.engine.HttpEngine;

/**
 * Whether a connection that waits had better be left to a sibling that holds fewer. In a burst all are woken, and whoever
 * has the processor first would take nearly all that comes before the others run.
 *
 * <p>A sibling that is behind may be stuck, stopped, dead or starved. So each has a credit of looks: one is spent at each
 * look that finds it behind, and each connection that it takes earns some. One without credit is passed over for a while.
 * Nobody is woken by this: it is for connections for which somebody else was.
 *
 * <p>Used by the acceptor's thread, but for {@link #counted}.
 */
final class Deference {
    /** How long to wait from one look to the next; a tenth of a millisecond or so is added by the kernel's timers. */
    static final Duration LOOK = Duration.ofNanos(250_000);

    /** For how long a sibling is passed over. */
    static final Duration PASSED_OVER = Duration.ofMillis(100);

    /** Looks in a row at a sibling that took something since it was passed over, or never was: some 12 ms. */
    static final int CREDIT = 40;

    /** Looks in a row at one that took nothing since: some 3 ms. */
    static final int TRIAL = 8;

    /** By each connection that it takes. */
    private static final int EARNED = 5;

    /**
     * One may be ahead by so many connections, which connections that come and go make for nothing, and by this part of what
     * the other holds.
     */
    private static final int AHEAD = 4;

    private static final int PART = 64;

    /** After so many connections it is asked how many were closed since it was asked last. */
    private static final int ROUND = 8;

    private final CrewBoard board;
    private final int slot;
    private final HttpEngine engine;

    /** By slot, as far as they were ever behind. */
    private final List<Sibling> siblings = new ArrayList<>();

    private boolean listens;
    private long taken;

    /** At the end of the last round. */
    private long closed;

    /** Whether in that round more than half as many were closed as taken: such that come and go even out by themselves. */
    private boolean churns;

    /** What we know of another worker. */
    private static final class Sibling {
        private long taken;
        private int credit = CREDIT;
        private long lookedAt;

        /** Whether it is worth to wait for. */
        boolean mayCome(long takenNow, long now) {
            long since = takenNow - taken;
            taken = takenNow;
            if (since < 0) {
                credit = CREDIT; // another worker has come into the slot
            } else {
                credit = Math.clamp(credit + since * EARNED, 0, CREDIT);
            }
            if (credit == 0 && now - lookedAt > PASSED_OVER.toNanos()) {
                credit = TRIAL;
            }
            return credit > 0;
        }
    }

    /**
     * @param slot of this worker; it {@linkplain CrewBoard#hasLine has a line}
     * @param engine that holds the connections
     */
    Deference(CrewBoard board, int slot, HttpEngine engine) {
        this.board = board;
        this.slot = slot;
        this.engine = engine;
    }

    /** Shows whether connections are wanted here. */
    void listens(boolean value) {
        if (listens != value) {
            listens = value;
            board.listens(slot, value);
        }
    }

    /** Shows that a connection was taken. */
    void took() {
        board.taken(slot, ++taken);
        counted();
        if (taken % ROUND == 0) {
            long closedNow = taken - engine.connections();
            churns = closedNow - closed > ROUND / 2;
            closed = closedNow;
        }
    }

    /** Shows how many connections there are, after that has changed. Any thread; the last to come shows the last number. */
    void counted() {
        int shown;
        do {
            shown = engine.connections();
            board.connections(slot, shown);
        } while (shown != engine.connections());
    }

    /**
     * Whether to look again after {@link #LOOK} rather than to accept now.
     *
     * @param now System.nanoTime
     */
    boolean leaves(long now) {
        if (churns) {
            return false;
        }
        @Nullable Sibling least = null;
        long fewest = Long.MAX_VALUE;
        for (int other = 1; other <= board.highest(); other++) {
            long theirs = board.connections(other);
            if (other != slot && board.listens(other) && theirs < fewest) {
                Sibling sibling = sibling(other);
                if (sibling.mayCome(board.taken(other), now)) {
                    least = sibling;
                    fewest = theirs;
                }
            }
        }
        if (least == null || engine.connections() <= fewest + AHEAD + fewest / PART) {
            return false;
        }
        least.credit--; // of the others some may wait for the same one
        least.lookedAt = now;
        return true;
    }

    private Sibling sibling(int other) {
        while (siblings.size() <= other) {
            siblings.add(new Sibling());
        }
        return siblings.get(other);
    }
}
