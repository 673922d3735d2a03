// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import static spawning.controller.ergonomics.HeapShare.mega;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reckons the flags of a worker JVM. A JVM alone takes a quarter of the memory and a thread of the collector for each core,
 * blind to its siblings; here memory and cores are shared out. Pure; docs/memory.md tells the rules, and
 * docs/decisions/0010 what was measured.
 */
public final class Ergonomics {
    /** The heap that a worker begins with, which the JVM lets grow; by itself it takes 1/64 of the memory. */
    private static final long FIRST_HEAP = 32L << 20;

    /** HotSpot's own rule for G1, here applied to a worker's share: two cores, and this heap. */
    private static final long LARGE_HEAP = 1792L << 20;

    /** Beyond so many cores HotSpot adds 5 threads for 8 cores: WorkerPolicy::calc_parallel_worker_threads. */
    private static final int FULL_CORES = 8;

    /** More than any machine has. */
    private static final int MOST_CORES = 1 << 16;

    private static final List<String> COLLECTORS = List.of(
            "UseSerialGC", "UseParallelGC", "UseG1GC", "UseZGC", "UseShenandoahGC", "UseEpsilonGC", "AggressiveHeap");
    private static final List<String> MOST_HEAP =
            List.of("MaxHeapSize", "MaxRAMPercentage", "MaxRAM", "MaxRAMFraction", "AggressiveHeap", "SoftMaxHeapSize");
    private static final List<String> FIRST = List.of(
            "InitialHeapSize",
            "MinHeapSize",
            "InitialRAMPercentage",
            "MinRAMPercentage",
            "InitialRAMFraction",
            "NewSize",
            "OldSize",
            "AlwaysPreTouch",
            "AggressiveHeap");
    /** The JVM refuses more of the second than of the first, so one who sets one of them decides about both. */
    private static final List<String> GC_THREADS = List.of("ParallelGCThreads", "ConcGCThreads");

    private static final List<String> COMPILERS = List.of(
            "CICompilerCount",
            "CICompilerCountPerCPU",
            "TieredCompilation",
            "TieredStopAtLevel",
            "Xint",
            "CompilationMode");

    private final Circumstances now;
    private final Reckoning.Sheet sheet;
    private final int cores;

    private Ergonomics(Circumstances now) {
        this.now = now;
        this.sheet = new Reckoning.Sheet(now.users());
        this.cores = cores(now);
    }

    /** The flags, with a line for each that says why, and warnings. */
    public static Reckoning reckon(Circumstances now) {
        return new Ergonomics(now).reckon();
    }

    private Reckoning reckon() {
        sheet.found("memory " + mega(now.memory().bytes()) + " (" + now.memory().source() + "), cores " + now.cores()
                + ", workers " + now.workers() + ": cores for each " + cores);
        Optional<String> file = now.users().file();
        if (file.isPresent()) {
            sheet.found("no flag is set, for " + file.get() + " may set any");
            return sheet.done();
        }
        OptionalLong heap = heap();
        collector(heap);
        compilers();
        return sheet.done();
    }

    /** Rounded up: then the threads of all workers together are as many as there are cores, or one more for each worker. */
    private static int cores(Circumstances now) {
        OptionalLong told = now.users().size("ActiveProcessorCount");
        return told.isPresent() && told.getAsLong() > 0
                ? Math.clamp(told.getAsLong(), 1, MOST_CORES)
                : Math.ceilDiv(now.cores(), now.workers());
    }

    /** The most that the heap may become; empty where the user says it in a way that only the JVM can reckon. */
    private OptionalLong heap() {
        if (now.memory().equals(Memory.UNKNOWN)) {
            sheet.found("the heap is left to the JVM, for no memory is known to be shared out");
            return OptionalLong.empty();
        }
        UsersFlags users = now.users();
        HeapShare share = HeapShare.of(now);
        String flag = "-Xmx" + mega(share.bytes());
        if (users.last(MOST_HEAP).isPresent()) {
            sheet.set(flag, share.reason(), MOST_HEAP);
            firstHeap(users.size("MaxHeapSize").orElse(FIRST_HEAP));
            return users.size("MaxHeapSize");
        }
        warn();
        long first = Math.max(
                users.size("InitialHeapSize").orElse(0),
                users.size("MinHeapSize").orElse(0));
        if (first > share.bytes()) {
            sheet.found(
                    flag + " is left out, for less than " + users.last(FIRST).orElse("") + " cannot be");
            return OptionalLong.empty();
        }
        sheet.set(flag, share.reason(), MOST_HEAP);
        firstHeap(share.bytes());
        return OptionalLong.of(share.bytes());
    }

    /** A JVM does not start with a first heap that is larger than the largest. */
    private void firstHeap(long most) {
        if (most >= FIRST_HEAP) {
            sheet.set("-Xms" + mega(FIRST_HEAP), "an idle worker stays small; the heap grows with need", FIRST);
        }
    }

    private void warn() {
        long left = HeapShare.share(now).bytes();
        if (left < HeapShare.LEAST) {
            sheet.warn("memory of " + mega(now.memory().bytes()) + " ("
                    + now.memory().source() + ") is too little for "
                    + now.most() + " workers: " + mega(Math.max(0, left)) + " would be left for the heap of each, "
                    + mega(HeapShare.LEAST) + " is the least; lower --processes or give more memory");
        }
    }

    /** The collector, and its threads where it has any of its own. */
    private void collector(OptionalLong heap) {
        boolean large = heap.isEmpty() || heap.getAsLong() >= LARGE_HEAP;
        boolean g1 = large && cores > 1;
        sheet.set(g1 ? "-XX:+UseG1GC" : "-XX:+UseSerialGC", why(large), COLLECTORS);
        if (now.users().last(COLLECTORS).isEmpty() && !g1) {
            return;
        }
        String reason = "cores for each worker " + cores + ", not all " + now.cores();
        int parallel = parallelThreads(cores);
        sheet.set("-XX:ParallelGCThreads=" + parallel, reason, GC_THREADS);
        sheet.set("-XX:ConcGCThreads=" + Math.max(1, (parallel + 2) / 4), reason, GC_THREADS);
    }

    private String why(boolean large) {
        if (cores == 1) {
            return "one core for each worker: the collector with the least work and memory";
        }
        return large ? "cores and heap enough to collect beside the application" : "a small heap is collected soon";
    }

    /** As HotSpot reckons. */
    static int parallelThreads(int cores) {
        return cores <= FULL_CORES ? cores : FULL_CORES + (cores - FULL_CORES) * 5 / 8;
    }

    private void compilers() {
        if (now.developing()) {
            sheet.set("-XX:TieredStopAtLevel=1", "somebody waits for the start of each worker", COMPILERS);
            return;
        }
        int count = compilerThreads(cores);
        if (count < compilerThreads(now.cores())) {
            sheet.set(
                    "-XX:CICompilerCount=" + count,
                    "cores for each worker " + cores + ", not all " + now.cores(),
                    COMPILERS);
        }
    }

    /** As HotSpot reckons: CompilationPolicy::initialize. One for each of the two compilers at least. */
    static int compilerThreads(int cores) {
        int log = log2(cores);
        return Math.max(log * log2(Math.max(1, log)) * 3 / 2, 2);
    }

    private static int log2(int number) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(number);
    }
}
