// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.ergonomics.Machines.MEGA;
import static spawning.controller.ergonomics.Machines.usual;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapShareTest {
    /** 3/4 of the memory for one worker more than there are, 97m each for what is not heap; a quarter at most. */
    @ParameterizedTest
    @CsvSource({
        "1024, 1, 256", // a quarter
        "1024, 2, 159", // 256 - 97
        "1024, 4, 56", // 153.6 - 97
        "1024, 8, 32", // the least
        "16384, 1, 4096",
        "16384, 4, 2360",
        "16384, 8, 1268",
        "65536, 4, 9733",
        "256, 1, 32",
    })
    void workersAndOneMoreShareThreeQuartersOfTheMemory(long memory, int workers, long heap) {
        HeapShare share =
                HeapShare.of(usual().megabytes(memory).workers(workers).now());
        assertThat(share.bytes()).as("%s", share).isEqualTo(heap * MEGA);
    }

    @ParameterizedTest
    @CsvSource({"1500, 1", "2048, 3", "4096, 8", "16384, 8", "65536, 40"})
    void allHeapsOfAReloadTogetherLeaveAQuarterOfTheMemory(long memory, int workers) {
        HeapShare share =
                HeapShare.of(usual().megabytes(memory).workers(workers).now());
        assertThat(share.bytes() * (workers + 1)).isLessThanOrEqualTo(memory * MEGA / 4 * 3);
    }

    @Test
    void webApplicationsAreLeftMoreBesideTheHeap() {
        Machines small = usual().megabytes(1024).workers(2);
        assertThat(HeapShare.of(small.webApplication().now()).bytes())
                .isEqualTo(HeapShare.of(small.now()).bytes() - 32 * MEGA);
    }

    @Test
    void aLeakMeetsTheSoftLimitsBeforeTheEndOfItsHeap() {
        assertThat(HeapShare.of(usual().maxWorkerMemory(512).now()))
                .isEqualTo(new HeapShare(1024 * MEGA, "twice --max-worker-memory 512m"));
        assertThat(HeapShare.of(usual().maxMemory(1024).now()))
                .isEqualTo(new HeapShare(512 * MEGA, "twice a share of --max-memory 1024m"));
    }

    @Test
    void softLimitsBeyondTheMemoryPromiseNothing() {
        long share = HeapShare.of(usual().now()).bytes();
        assertThat(HeapShare.of(usual().maxMemory(1 << 20)
                                .maxWorkerMemory(1 << 20)
                                .now())
                        .bytes())
                .isEqualTo(share);
        assertThat(HeapShare.of(usual().maxWorkerMemory(Long.MAX_VALUE >> 20).now())
                        .bytes())
                .isEqualTo(share);
    }

    @Test
    void aSoftLimitThatIsTinyLeavesTheLeastHeap() {
        assertThat(HeapShare.of(usual().maxWorkerMemory(1).now()).bytes()).isEqualTo(HeapShare.LEAST);
    }
}
