// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.protocol.scoreboard.Gauge;

class ReportTest {
    private static final long SECOND = 1_000_000_000L;

    private final FakeWorker worker = new FakeWorker(4711, message -> true);

    private String report(long nanos, String... remarks) {
        Subject subject = new Subject(9, 2, 7, worker, Path.of("/nowhere"));
        return Report.of(
                subject,
                "no heartbeat",
                Instant.EPOCH,
                nanos,
                worker.scoreboard().flights(),
                List.of(remarks));
    }

    @Test
    void saysWhoWhyAndWhen() {
        assertThat(report(0, "no stacks"))
                .contains(
                        "what:        no heartbeat\n",
                        "when:        1970-01-01T00:00:00Z\n",
                        "worker:      slot 2, pid 4711, generation 7\n",
                        "remark:      no stacks\n")
                .doesNotContain("in flight, oldest first");
    }

    @Test
    void requestsStandThereWithAgeAndThreadAndWithoutTheirQueries() {
        int entry = worker.scoreboard.begins("GET", "/pay?card=gold", 5 * SECOND);
        worker.scoreboard.runs(entry, 31);
        worker.scoreboard.begins("POST", "/later", 6 * SECOND);
        assertThat(report(8 * SECOND))
                .containsSubsequence("3.000 s  GET /pay  #31\n", "2.000 s  POST /later  waits for a thread\n")
                .contains("2 begun, 2 in flight")
                .doesNotContain("gold");
    }

    @Test
    void requestsForWhichThereWasNoRoomAreCounted() {
        for (int i = 0; i < 100; i++) {
            worker.scoreboard.begins("GET", "/" + i, SECOND);
        }
        int shown = worker.scoreboard().flights().size();
        assertThat(report(2 * SECOND)).contains("  and " + (100 - shown) + " more\n");
    }

    @Test
    void memoryIsInMegabytes() {
        worker.scoreboard.set(Gauge.HEAP_USED, 300L << 20);
        worker.scoreboard.set(Gauge.METASPACE_USED, 50L << 20);
        assertThat(report(0)).contains("heap 300m used", "classes 50m");
    }
}
