// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import spawning.protocol.scoreboard.Gauge;
import spawning.protocol.scoreboard.Scoreboard;

/** Writes to the scoreboard what the JVM tells of its memory. One thread. */
final class MemoryGauges {
    private final Scoreboard scoreboard;
    private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final List<BufferPoolMXBean> buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class);

    /** Loads the classes of the management interface, some milliseconds and a megabyte. */
    MemoryGauges(Scoreboard scoreboard) {
        this.scoreboard = scoreboard;
    }

    void write() {
        Runtime runtime = Runtime.getRuntime();
        scoreboard.set(Gauge.HEAP_USED, runtime.totalMemory() - runtime.freeMemory());
        scoreboard.set(Gauge.HEAP_COMMITTED, runtime.totalMemory());
        scoreboard.set(Gauge.HEAP_MAX, runtime.maxMemory());
        long afterGc = 0;
        long classes = 0;
        for (MemoryPoolMXBean pool : pools) {
            if (pool.getType() == MemoryType.HEAP) {
                MemoryUsage left = pool.getCollectionUsage();
                afterGc += left == null ? 0 : left.getUsed();
            } else if (pool.getName().equals("Metaspace")) { // which has the compressed class space in it
                classes = pool.getUsage().getUsed();
            }
        }
        scoreboard.set(Gauge.HEAP_AFTER_GC, afterGc);
        scoreboard.set(Gauge.METASPACE_USED, classes);
        writeRest();
    }

    private void writeRest() {
        long direct = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : buffers) {
            direct += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        scoreboard.set(Gauge.DIRECT_USED, direct);
        long count = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            count += collector.getCollectionCount();
            millis += collector.getCollectionTime();
        }
        scoreboard.set(Gauge.GC_COUNT, count);
        scoreboard.set(Gauge.GC_MILLIS, millis);
        scoreboard.set(Gauge.THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
