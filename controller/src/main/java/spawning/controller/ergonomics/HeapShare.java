// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

/**
 * How large the heap of a worker may become. The machine's memory, or the control group's, is a hard limit: three quarters
 * of it are shared out among all workers that live at once, and each has to find room there for what is not heap, too.
 * {@code --max-memory} and {@code --max-worker-memory} are soft: a worker beyond them serves on until its replacement is
 * ready, and a leak that meets the end of the heap before is an OutOfMemoryError. So they count twice.
 */
record HeapShare(long bytes, String reason) {
    /** With less, applications that are not tiny collect more than they work. */
    static final long LEAST = 32L << 20;

    private static final int QUARTERS_OF_MEMORY = 3;
    private static final int SOFT = 2;

    /** Class data, compiled code, buffers and native libraries after a load, as measured: docs/decisions/0010. */
    private static final long NOT_HEAP = 96L << 20;

    private static final long NOT_HEAP_WEB = 128L << 20;

    /** What a thread's stack really uses is less than what it may. */
    private static final long STACK = 256L << 10;

    private static final long MEGA = 1L << 20;

    /** Never more than a JVM alone would take, which is a quarter; at least {@link #LEAST}, even where that is too much. */
    static HeapShare of(Circumstances now) {
        HeapShare share = share(now);
        HeapShare least = share;
        if (now.maxMemory() > 0) {
            long all = twice(now.maxMemory()) / now.all();
            least = least.least(all, "twice a share of --max-memory " + mega(now.maxMemory()));
        }
        if (now.maxWorkerMemory() > 0) {
            least = least.least(
                    twice(now.maxWorkerMemory()), "twice --max-worker-memory " + mega(now.maxWorkerMemory()));
        }
        return least.bytes >= LEAST
                ? least
                : new HeapShare(LEAST, "the least that is of use, for " + least.reason + " is less");
    }

    /** What there really is for the heap of one worker; may be negative. */
    static HeapShare share(Circumstances now) {
        long memory = now.memory().bytes();
        long one = memory / 4 * QUARTERS_OF_MEMORY / now.most();
        HeapShare fair = new HeapShare(
                whole(one - notHeap(now)),
                "a share for each of " + now.most() + " workers ("
                        + (now.standby() > 0 ? now.standby() + " on standby, " : "") + now.surge()
                        + " more in a reload) of 3/4 of the memory, less " + mega(notHeap(now))
                        + " for what is not heap");
        return fair.least(memory / 4, "a quarter of the memory, the JVM's own limit");
    }

    private static long notHeap(Circumstances now) {
        return (now.web() ? NOT_HEAP_WEB : NOT_HEAP) + now.threads() * STACK;
    }

    private HeapShare least(long other, String why) {
        return whole(other) < bytes ? new HeapShare(whole(other), why) : this;
    }

    private static long twice(long limit) {
        return limit > Long.MAX_VALUE / SOFT ? Long.MAX_VALUE : limit * SOFT;
    }

    private static long whole(long bytes) {
        return Math.floorDiv(bytes, MEGA) * MEGA;
    }

    /** For people and for the JVM: {@code 512m}. */
    static String mega(long bytes) {
        return Math.floorDiv(bytes, MEGA) + "m";
    }
}
