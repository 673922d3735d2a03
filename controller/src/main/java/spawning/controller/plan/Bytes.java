// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** An amount of memory as the log says it: {@code 312m}, {@code 1.5g}. Cut, not rounded. */
final class Bytes {
    private static final long KILO = 1 << 10;
    private static final long MEGA = 1 << 20;
    private static final long GIGA = 1 << 30;

    private Bytes() {}

    static String text(long bytes) {
        if (bytes < MEGA) {
            return bytes / KILO + "k";
        }
        if (bytes < 10 * GIGA) {
            return bytes < GIGA ? bytes / MEGA + "m" : bytes / GIGA + "." + bytes % GIGA * 10 / GIGA + "g";
        }
        return bytes / GIGA + "g";
    }
}
