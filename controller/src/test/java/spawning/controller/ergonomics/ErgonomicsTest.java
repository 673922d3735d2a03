// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

import static org.assertj.core.api.Assertions.assertThat;
import static spawning.controller.ergonomics.Machines.usual;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErgonomicsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // memory | cores | workers | flags
                "24576 | 2 | 8 | -Xmx1951m -Xms32m -XX:+UseSerialGC",
                "24576 | 2 | 2 | -Xmx6047m -Xms32m -XX:+UseSerialGC",
                "24576 | 2 | 1 | -Xmx6144m -Xms32m -XX:+UseG1GC -XX:ParallelGCThreads=2 -XX:ConcGCThreads=1",
                "16384 | 8 | 4 | -Xmx2360m -Xms32m -XX:+UseG1GC -XX:ParallelGCThreads=2 -XX:ConcGCThreads=1 -XX:CICompilerCount=2",
                "8192 | 8 | 4 | -Xmx1131m -Xms32m -XX:+UseSerialGC -XX:CICompilerCount=2",
                "65536 | 64 | 4 | -Xmx9733m -Xms32m -XX:+UseG1GC -XX:ParallelGCThreads=13 -XX:ConcGCThreads=3 -XX:CICompilerCount=12",
                "65536 | 64 | 64 | -Xmx659m -Xms32m -XX:+UseSerialGC -XX:CICompilerCount=2",
                "512 | 1 | 1 | -Xmx95m -Xms32m -XX:+UseSerialGC",
                "256 | 2 | 8 | -Xmx32m -Xms32m -XX:+UseSerialGC",
                "0 | 2 | 2 | -XX:+UseSerialGC",
            })
    void theFlagsFollowFromMemoryCoresAndWorkers(long memory, int cores, int workers, String flags) {
        Machines machine = usual().megabytes(memory).cores(cores).workers(workers);
        assertThat(String.join(" ", machine.flags())).isEqualTo(flags);
    }

    @ParameterizedTest
    @CsvSource({"2, 8", "8, 8", "8, 3", "16, 4", "64, 5", "64, 100"})
    void theCollectorsThreadsOfAllWorkersAreNotMoreThanTheCoresAndOneEach(int cores, int workers) {
        List<String> flags =
                usual().cores(cores).workers(workers).options("-XX:+UseG1GC").flags();
        int each = number(flags, "-XX:ParallelGCThreads=");
        assertThat(each).isBetween(1, cores);
        assertThat(each * workers).isLessThanOrEqualTo(cores + workers);
    }

    /** As {@code java -XX:ActiveProcessorCount=N -XX:+PrintFlagsFinal} of JDK 25 says. */
    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 2, 2", "4, 4, 3", "8, 8, 4", "16, 13, 12", "32, 23, 15", "64, 43, 18"})
    void aWorkerWithAllCoresHasAsManyThreadsAsAJvmAlone(int cores, int parallel, int compilers) {
        assertThat(Ergonomics.parallelThreads(cores)).isEqualTo(parallel);
        assertThat(Ergonomics.compilerThreads(cores)).isEqualTo(compilers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx300m", "-XX:MaxHeapSize=300m", "-XX:MaxRAMPercentage=20", "-XX:MaxRAM=1g"})
    void theUsersHeapWins(String option) {
        assertThat(usual().options(option).flags()).noneMatch(flag -> flag.startsWith("-Xmx"));
        assertThat(usual().options(option).reckoned().lines())
                .contains("-Xmx2360m is left out, for there is -J " + option);
    }

    @Test
    void theUsersHeapDecidesAboutTheCollectorToo() {
        assertThat(usual().options("-Xmx300m").flags()).contains("-Xms32m", "-XX:+UseSerialGC");
        assertThat(usual().megabytes(4096).options("-Xmx3g").flags()).contains("-XX:+UseG1GC");
    }

    @Test
    void aHeapSmallerThanOurFirstOneIsLeftAlone() {
        assertThat(usual().options("-Xmx16m").flags()).noneMatch(flag -> flag.startsWith("-Xm"));
    }

    @Test
    void aFirstHeapLargerThanOurLargestIsLeftAlone() {
        assertThat(usual().options("-Xms4g").flags()).noneMatch(flag -> flag.startsWith("-Xm"));
        assertThat(usual().options("-Xms1g").flags()).contains("-Xmx2360m").doesNotContain("-Xms32m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseParallelGC", "-XX:+UseZGC", "-XX:-UseG1GC", "-XX:+AggressiveHeap"})
    void theUsersCollectorWinsAndSharesTheCores(String option) {
        assertThat(usual().cores(2).options(option).flags())
                .noneMatch(flag -> flag.matches("-XX:\\+Use.*GC"))
                .contains("-XX:ParallelGCThreads=1", "-XX:ConcGCThreads=1");
    }

    @Test
    void theUsersThreadsWin() {
        assertThat(usual().options("-XX:ParallelGCThreads=7", "-XX:CICompilerCount=9")
                        .flags())
                .noneMatch(flag -> flag.contains("Threads") || flag.contains("CICompiler"));
        assertThat(usual().options("-XX:ConcGCThreads=5").flags()).noneMatch(flag -> flag.contains("Threads"));
        assertThat(usual().options("-XX:TieredStopAtLevel=1").flags()).noneMatch(flag -> flag.contains("CICompiler"));
    }

    @Test
    void coresThatTheUserGivesToEachWorkerAreNotSharedOut() {
        assertThat(usual().options("-XX:ActiveProcessorCount=6").flags()).contains("-XX:ParallelGCThreads=6");
        assertThat(usual().options("-XX:ActiveProcessorCount=99999999999").flags())
                .as("which the JVM refuses in its own words")
                .isNotEmpty();
    }

    @Test
    void whoDevelopsHasTheCompilerThatStartsFastestUnlessTheyChoose() {
        assertThat(usual().ofDeveloper().flags())
                .contains("-XX:TieredStopAtLevel=1")
                .noneMatch(flag -> flag.contains("CICompiler"));
        assertThat(usual().ofDeveloper().options("-XX:TieredStopAtLevel=4").flags())
                .noneMatch(flag -> flag.contains("Tiered"));
    }

    @Test
    void theVariablesOfTheJvmWinToo() {
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -XX:+UseParallelGC");
        assertThat(Ergonomics.reckon(usual().now(environment)).flags())
                .containsExactlyInAnyOrder(
                        "-Xms32m", "-XX:ParallelGCThreads=2", "-XX:ConcGCThreads=1", "-XX:CICompilerCount=2");
    }

    @Test
    void whereAFileMaySayAnythingNothingIsSet() {
        Reckoning reckoning = Ergonomics.reckon(usual().now(Map.of("JDK_JAVA_OPTIONS", "@jvm.args")));
        assertThat(reckoning.flags()).isEmpty();
        assertThat(reckoning.lines()).contains("no flag is set, for JDK_JAVA_OPTIONS @jvm.args may set any");
    }

    @Test
    void eachFlagHasItsReason() {
        Reckoning reckoning = usual().reckoned();
        assertThat(reckoning.lines())
                .startsWith("memory 16384m (/proc/meminfo), cores 8, workers 4: cores for each 2")
                .hasSize(reckoning.flags().size() + 1);
        assertThat(reckoning.flags())
                .allSatisfy(flag -> assertThat(reckoning.lines()).anyMatch(line -> line.startsWith(flag + ": ")));
    }

    @Test
    void tooLittleMemoryIsAWarningThatSaysWhatToDo() {
        assertThat(usual().megabytes(512).workers(8).reckoned().warnings())
                .containsExactly(
                        "memory of 512m (/proc/meminfo) is too little for 9 workers: 0m would be left for the heap"
                                + " of each, 32m is the least; lower --processes or give more memory");
        assertThat(usual().megabytes(512)
                        .workers(8)
                        .options("-Xmx20m")
                        .reckoned()
                        .warnings())
                .as("the user reckons")
                .isEmpty();
        assertThat(usual().reckoned().warnings()).isEmpty();
    }

    @Test
    void aTinySoftLimitIsNoLackOfMemory() {
        assertThat(usual().maxWorkerMemory(10).reckoned().warnings()).isEmpty();
    }

    private static int number(List<String> flags, String prefix) {
        return flags.stream()
                .filter(flag -> flag.startsWith(prefix))
                .mapToInt(flag -> Integer.parseInt(flag.substring(prefix.length())))
                .findFirst()
                .orElseThrow();
    }
}
