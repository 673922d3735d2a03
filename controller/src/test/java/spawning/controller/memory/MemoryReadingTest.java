// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.plan.MemoryUse;
import spawning.controller.posix.Posix;
import spawning.protocol.scoreboard.Gauge;
import spawning.protocol.scoreboard.Scoreboard;

/** Also {@link ProcessMemory}. */
class MemoryReadingTest {
    private static final long PAGE = 4096;

    @TempDir
    private Path proc;

    private final Scoreboard board = Scoreboard.over(ByteBuffer.allocateDirect(Scoreboard.BYTES));

    private void process(long pid, long rssPages, String rollup) throws IOException {
        Path folder = Files.createDirectories(proc.resolve("" + pid));
        Files.writeString(folder.resolve("statm"), "900 " + rssPages + " 10 1 0 50 0\n");
        if (!rollup.isEmpty()) {
            Files.writeString(folder.resolve("smaps_rollup"), rollup);
        }
    }

    private static String pss(long kilobytes) {
        return "5500-7ff [rollup]\nRss:  90000 kB\nPss:   " + kilobytes + " kB\nPss_Dirty: 1 kB\n";
    }

    private MemoryUse read(long limit, long... pids) {
        List<MemoryReading.Measured> workers = java.util.stream.LongStream.of(pids)
                .mapToObj(pid -> new MemoryReading.Measured(pid + 1000, pid, board.view()))
                .toList();
        return new MemoryReading(new ProcessMemory(proc, PAGE), new Room(proc, proc)).read(workers, 1, limit);
    }

    @Test
    void rssIsEnoughWhileItIsBelowTheLimit() throws IOException {
        process(1, 10, "");
        process(2, 20, "");
        MemoryUse use = read(30 * PAGE, 2);
        assertThat(use.total()).isEqualTo(30 * PAGE);
        assertThat(use.kind()).isEqualTo("RSS");
        assertThat(use.workers()).containsExactly(new MemoryUse.OfWorker(1002, 20 * PAGE, ""));
    }

    @Test
    void beyondTheLimitPssDecides() throws IOException {
        process(1, 10, pss(4));
        process(2, 20, pss(8));
        MemoryUse use = read(30 * PAGE - 1, 2);
        assertThat(use.total()).isEqualTo(12 << 10);
        assertThat(use.kind()).isEqualTo("PSS");
    }

    @Test
    void whatAWorkerUsesIsItsRssAlsoWherePssDecidesAboutAll() throws IOException {
        process(1, 10, pss(4));
        process(2, 20, pss(8));
        assertThat(read(1, 2).workers()).containsExactly(new MemoryUse.OfWorker(1002, 20 * PAGE, ""));
    }

    @Test
    void oneThatEndsWhileItIsMeasuredDoesNotMakePssUnreadable() throws IOException {
        process(1, 10, pss(4));
        process(2, 20, pss(8));
        process(3, 0, ""); // ended, and not reaped yet
        MemoryUse use = read(1, 2, 3);
        assertThat(use.kind()).isEqualTo("PSS");
        assertThat(use.workers()).extracting(MemoryUse.OfWorker::worker).containsExactly(1002L);
    }

    @Test
    void wherePssCannotBeReadOfOneRssIsMeantOfAll() throws IOException {
        process(1, 10, pss(4));
        process(2, 20, "");
        MemoryUse use = read(1, 2);
        assertThat(use.total()).isEqualTo(30 * PAGE);
        assertThat(use.kind()).isEqualTo("RSS (PSS cannot be read)");
    }

    @Test
    void aProcessThatHasEndedIsLeftOut() throws IOException {
        process(1, 10, "");
        process(2, 20, "");
        MemoryUse use = read(0, 2, 3);
        assertThat(use.total()).isEqualTo(30 * PAGE);
        assertThat(use.workers()).extracting(MemoryUse.OfWorker::worker).containsExactly(1002L);
    }

    @Test
    void whatTheGaugesDoNotExplainIsOther() {
        board.set(Gauge.HEAP_COMMITTED, 300L << 20);
        board.set(Gauge.HEAP_AFTER_GC, 120L << 20);
        board.set(Gauge.METASPACE_USED, 50L << 20);
        board.set(Gauge.DIRECT_USED, 10L << 20);
        assertThat(MemoryReading.consists(board.view(), 400L << 20))
                .isEqualTo("heap 300m of which 120m were in use after the last collection, classes 50m,"
                        + " direct buffers 10m, other 40m");
        assertThat(MemoryReading.consists(board.view(), 100L << 20)).endsWith("other 0m");
    }

    @Test
    void theMemoryOfThisProcessIsPlausible() {
        ProcessMemory real = new ProcessMemory(Path.of("/proc"), Posix.pageSize());
        long own = ProcessHandle.current().pid();
        assertThat(real.rss(own).orElseThrow()).isBetween(20L << 20, 1L << 40);
        real.pss(own).ifPresent(pss -> assertThat(pss).isBetween(10L << 20, 1L << 40));
        assertThat(real.rss(99_999_999)).isEmpty();
        assertThat(real.pss(99_999_999)).isEmpty();
    }
}
