// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol.scoreboard;

/**
 * Where things are. Offsets and lengths are bytes; all but texts are longs in the byte order of the machine.
 *
 * <pre>
 *      0  version
 *     64  counters, one each 8 bytes, at the place of each {@link Counter}
 *    512  gauges, likewise of each {@link Gauge}
 *   1024  {@value #BUCKETS} buckets of {@link Latency}
 *   4096  {@value #ENTRIES} requests in flight, {@value #ENTRY} bytes each:
 *         sequence (odd while it is written), start, thread, length of the text, text
 *  16384  position in the log: bytes ever written
 *  16448  the last {@value #LOG_BYTES} bytes of the log, a ring
 * </pre>
 */
final class Layout {
    /** Changed with the layout: controller and worker are of one installation, and a mix is refused. */
    static final long VERSION = 1;

    static final int COUNTERS = 64;
    static final int GAUGES = 512;
    static final int LATENCIES = 1024;
    static final int BUCKETS = 128;

    static final int FLIGHTS = 4096;
    static final int ENTRY = 192;
    static final int ENTRIES = 64;
    static final int ENTRY_START = 8;
    static final int ENTRY_THREAD = 16;
    static final int ENTRY_LENGTH = 24;
    static final int ENTRY_TEXT = 32;
    static final int TEXT_BYTES = ENTRY - ENTRY_TEXT;

    static final int LOG_POSITION = 16_384;
    static final int LOG = LOG_POSITION + 64;
    static final int BYTES = 32_768;
    static final int LOG_BYTES = BYTES - LOG;

    private Layout() {}

    static int counter(Counter counter) {
        return COUNTERS + Long.BYTES * counter.cell();
    }

    static int gauge(Gauge gauge) {
        return GAUGES + Long.BYTES * gauge.cell();
    }

    static int latency(int bucket) {
        return LATENCIES + Long.BYTES * bucket;
    }

    static int entry(int number) {
        return FLIGHTS + ENTRY * number;
    }
}
