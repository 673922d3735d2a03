// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.List;

/**
 * The heap without what was made since the last collection. Of that nearly all is dead in a worker that nobody asks for
 * anything, and dead objects cost a collection nothing. Collectors without an eden (Z) have it all in. One thread.
 */
final class OldObjects {
    private final List<MemoryPoolMXBean> edens = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().contains("Eden"))
            .toList();

    /** Bytes. */
    long bytes() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        for (MemoryPoolMXBean eden : edens) {
            used -= eden.getUsage().getUsed();
        }
        return Math.max(0, used);
    }
}
