// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

/** What goes up and down while a worker lives; 0 until it is known. Numbers are places in memory: a new one comes after the last. */
public enum Gauge {
    /** Bytes. */
    HEAP_USED(0),
    /** Bytes. */
    HEAP_COMMITTED(1),
    /** Bytes. */
    HEAP_MAX(2),
    /** Bytes that were left by the last collection of the whole heap, or of what was collected. */
    HEAP_AFTER_GC(3),
    /** Bytes of classes and what belongs to them. */
    METASPACE_USED(4),
    /** Bytes of the JVM's and Netty's direct buffers. */
    DIRECT_USED(5),
    /** Collections since the start. */
    GC_COUNT(6),
    /** Milliseconds of collections since the start. */
    GC_MILLIS(7),
    /** Platform threads. */
    THREADS(8),
    /** By System.nanoTime, since when an event loop has not moved; 0: all move. */
    LOOP_HELD_SINCE(9),
    /** 1: the JVM runs from an archive of classes, an AOT cache or the JDK's own; 2: it runs from none. */
    CLASS_ARCHIVE(10);

    private final int cell;

    Gauge(int cell) {
        this.cell = cell;
    }

    /** Its place among its like in the layout. */
    int cell() {
        return cell;
    }
}
