// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for facts that send no event: /proc and the port table have to be looked at again and again. */
public final class Await {
    /** How long a thing may take that is usually done within a second; long, for the machine may be busy. */
    public static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private Await() {}

    /**
     * Returns as soon as the fact holds.
     *
     * @throws AssertionError it did not within the limit; the text says so and ends with the evidence
     */
    public static void until(String fact, Duration limit, Supplier<String> evidence, BooleanSupplier holds) {
        if (!within(limit, holds)) {
            throw new AssertionError("not within " + limit + ": " + fact + "\n" + evidence.get());
        }
    }

    /** Returns true as soon as the fact holds, false when it did not within the limit. */
    public static boolean within(Duration limit, BooleanSupplier holds) {
        long start = System.nanoTime();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    /** As above, when the fact speaks for itself. */
    public static void until(String fact, Duration limit, BooleanSupplier holds) {
        until(fact, limit, () -> "", holds);
    }
}
