// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

/** 64 bits that stand for a text: trees are large, and what they held is kept in memory. */
final class Fingerprint {
    /** Stands for what is not there. */
    static final long ABSENT = 0;

    /** Stands for a folder, of which only the presence counts. */
    static final long FOLDER = 1;

    /** Stands for what was there, in a state that nobody saw. */
    static final long UNSEEN = 2;

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /** FNV-1a with a last mix; never one of the values that stand for something else. */
    static long of(String text) {
        long hash = BASIS;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash ^= hash >>> 33;
        return hash >= 0 && hash <= UNSEEN ? hash + UNSEEN + 1 : hash;
    }
}
