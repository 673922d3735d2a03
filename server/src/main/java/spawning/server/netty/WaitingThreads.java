// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which of some threads wait to be called: a bit each. The one with the lowest number is called first, so that few threads
 * do what there is to do and find it in their caches. Any thread; takes no lock.
 */
final class WaitingThreads {
    private final int number;
    private final AtomicLongArray words;

    /** Nobody waits. */
    WaitingThreads(int number) {
        this.number = number;
        this.words = new AtomicLongArray((number + Long.SIZE - 1) / Long.SIZE);
    }

    /** This one waits from now on; what is done after it happens after that for all others. */
    void enter(int thread) {
        long bit = bit(thread);
        words.getAndAccumulate(thread / Long.SIZE, bit, (before, b) -> before | b);
    }

    /** It does not wait any more; false if it was called before. */
    boolean leave(int thread) {
        long bit = bit(thread);
        return (words.getAndAccumulate(thread / Long.SIZE, bit, (before, b) -> before & ~b) & bit) != 0;
    }

    /** Whether it waits and was not called. */
    boolean waits(int thread) {
        return (words.get(thread / Long.SIZE) & bit(thread)) != 0;
    }

    /** Takes one of those who wait off, which is its call; returns its number, or -1 if nobody waits. */
    int call() {
        for (int word = 0; word < words.length(); word++) {
            long waiting = words.get(word);
            while (waiting != 0) {
                if (words.compareAndSet(word, waiting, waiting & (waiting - 1))) {
                    return word * Long.SIZE + Long.numberOfTrailingZeros(waiting);
                }
                waiting = words.get(word);
            }
        }
        return -1;
    }

    /** Whether anybody waits. */
    boolean any() {
        for (int word = 0; word < words.length(); word++) {
            if (words.get(word) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether all of them wait. */
    boolean all() {
        int waiting = 0;
        for (int word = 0; word < words.length(); word++) {
            waiting += Long.bitCount(words.get(word));
        }
        return waiting == number;
    }

    private static long bit(int thread) {
        return 1L << thread; // the shift takes the low six bits of the number
    }
}
