// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Launcher;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.MemoryGroup;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;
import spawning.harness.WorkerProcess;

/** Do many JVMs on one machine share its memory and cores? */
class ErgonomicsIT {
    /** Of all collectors, as HotSpot names them. */
    private static final Predicate<String> COLLECTORS = name -> name.startsWith("GC Thread") || name.startsWith("G1 ");

    private static final Predicate<String> COMPILERS = name -> name.matches("C[12] Compiler.*");
    private static final int EIGHT = 8;

    @RegisterExtension
    final Products products = new Products();

    @LongRun
    @Test
    void eightWorkersHaveNotEightTimesTheCollectorsThreadsOfOneJvmAlone() throws IOException {
        Path nothing = Files.writeString(products.folder().resolve("nothing.args"), "");
        Product alone = shop(1).environment("JDK_JAVA_OPTIONS", "@" + nothing).start();
        int collectors = count(alone, COLLECTORS);
        int compilers = count(alone, COMPILERS);
        assertThat(alone.workers().getFirst().process().arguments())
                .as("with a file that may say anything, the JVM reckons by itself")
                .noneMatch(argument -> argument.startsWith("-Xmx"));

        Product eight = shop(EIGHT).options("-J", "-XX:+UseG1GC").start();
        eight.awaitOnly(EIGHT, 1);
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(eight.workers())
                .allMatch(worker ->
                        worker.process().arguments().contains("-XX:ParallelGCThreads=" + Math.ceilDiv(cores, EIGHT)));
        assertThat(count(eight, name -> name.startsWith("GC Thread")))
                .as("of the one that was chosen, G1")
                .isBetween(1, cores + EIGHT);
        assertThat(count(eight, COMPILERS)).isLessThanOrEqualTo(Math.max(2 * EIGHT, 2 * compilers));

        Product usual = shop(EIGHT).start();
        usual.awaitOnly(EIGHT, 1);
        assertThat(count(usual, COLLECTORS)).isLessThanOrEqualTo(Math.max(2 * collectors, cores + EIGHT));
    }

    @Test
    void theHeapsOfAllWorkersTogetherFitIntoTheMachine() {
        Product product = shop(4).start();
        product.awaitOnly(4, 1);
        List<Long> heaps =
                product.workers().stream().map(ErgonomicsIT::mostHeap).toList();
        assertThat(heaps).hasSize(4).allMatch(heap -> heap >= 32);
        assertThat(heaps.stream().mapToLong(Long::longValue).sum()).isLessThan(megabytes());
    }

    @Test
    void verboseShowsTheReckoningOfEachGenerationAndTheUsersOptionsWin() throws IOException {
        Path file = Files.writeString(products.folder().resolve("shop.conf"), "processes = 1\n");
        Product product = product()
                .options("--verbose", "--config", file.toString(), "-J", "-Xmx77m")
                .start();
        product.log().await(LogLines.reckoned(1, "memory \\d+m \\(.*\\), cores \\d+, workers 1: "), Await.SOON);
        product.log().await(LogLines.reckoned(1, "-Xmx\\d+m is left out, for there is -J -Xmx77m"), Await.SOON);
        product.log().await(LogLines.reckoned(1, "-XX:\\+Use\\w+GC: "), Await.SOON);
        assertThat(product.workers()).allMatch(worker -> mostHeap(worker) == 77);

        Files.writeString(file, "processes = 3\n");
        product.reload(2);
        product.awaitOnly(3, 2);
        product.log().await(LogLines.reckoned(2, "memory .*, workers 3: "), Await.SOON);
    }

    @Test
    void aWorkerIsEndedByTheKernelBeforeTheController() {
        Product product = shop(1).start();
        int controller = product.controller().outOfMemoryScore();
        assertThat(product.workers().getFirst().process().outOfMemoryScore())
                .isEqualTo(Math.min(1000, controller + 300))
                .isGreaterThan(controller);
    }

    @Test
    void aControlGroupsLimitIsWhatIsSharedOutAndTooLittleOfItIsSaid() {
        Optional<MemoryGroup> made = MemoryGroup.limitedTo(1000);
        assumeTrue(made.isPresent(), "no control group can be made here");
        try (MemoryGroup group = made.get()) {
            Product product = shop(2).options("--verbose")
                    .launched(Launcher.inControlGroup(group.processes()))
                    .start();
            product.log()
                    .await(
                            LogLines.reckoned(
                                    1, "memory 1000m \\(.*" + group.folder().getFileName()),
                            Await.SOON);
            assertThat(product.log().has(LogLines.TOO_LITTLE_MEMORY)).isFalse();
            assertThat(product.workers()).allMatch(worker -> mostHeap(worker) < 250);
            product.signal(Signal.TERM);
            product.awaitExit(Await.SOON);

            Product many = shop(EIGHT)
                    .options("-J", "-XX:TieredStopAtLevel=1")
                    .launched(Launcher.inControlGroup(group.processes()))
                    .launch();
            assertThat(many.log().await(LogLines.TOO_LITTLE_MEMORY, Await.SOON).group("workers"))
                    .isEqualTo("9");
            many.signal(Signal.TERM);
            many.awaitExit(Await.SOON);
        }
    }

    private ProductBuilder shop(int workers) {
        return product().workers(workers, 4);
    }

    private ProductBuilder product() {
        Path folder = TestApplications.classes(products.folder("classes"), "1", OnLoad.NOTHING);
        return products.product().options("--classpath", folder.toString()).application(TestApplications.CLASS);
    }

    private static int count(Product product, Predicate<String> which) {
        return (int) product.workers().stream()
                .map(WorkerProcess::process)
                .map(Proc::threadNames)
                .flatMap(List::stream)
                .filter(which)
                .count();
    }

    /** In megabytes, as the command line has it last. */
    private static long mostHeap(WorkerProcess worker) {
        return worker.process().arguments().reversed().stream()
                .filter(argument -> argument.matches("-Xmx\\d+m"))
                .mapToLong(argument -> Long.parseLong(argument.substring(4, argument.length() - 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no largest heap: " + worker.process()));
    }

    private static long megabytes() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() >> 20;
    }
}
