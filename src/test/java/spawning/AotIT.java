// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.FreePort;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Proc;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.Status;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Do workers boot from an AOT cache, and is it always the right one? */
class AotIT {
    private static final Duration TRAINED = Duration.ofSeconds(100);

    @RegisterExtension
    final Products products = new Products();

    private ProductBuilder shop(Path jar) {
        return products.product()
                .withAotCaches()
                .workers(1, 1)
                .options("--classpath", jar.toString())
                .application(TestApplications.CLASS);
    }

    private static boolean bootedFromACache(Product product) {
        return product.workers().stream()
                .flatMap(worker -> worker.process().arguments().stream())
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
    }

    private static String answer(Product product) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            return connection.get("/lazy").text();
        }
    }

    private static Stream<Proc> trainings(Product product) {
        return product.processes().stream().filter(process -> process.title().equals("spawning: training"));
    }

    @Test
    void whatTheFirstStartTrainedServesItsReloadAndTheNextStart() throws IOException {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Product first = shop(jar).start();
        assertThat(bootedFromACache(first)).isFalse();
        first.log().await(LogLines.CACHE_MADE, TRAINED);
        first.reload(2);
        first.awaitOnly(1, 2);
        assertThat(bootedFromACache(first)).as("after a reload without changes").isTrue();
        assertThat(answer(first)).contains("v1");
        assertThat(first.stop()).isZero();

        Product second = shop(jar).start();

        assertThat(bootedFromACache(second)).as("after a restart").isTrue();
        assertThat(answer(second)).contains("v1");
        FileTime time = Files.getLastModifiedTime(jar);
        long size = Files.size(jar);
        TestApplications.jar(jar, "v2", OnLoad.NOTHING);
        Files.setLastModifiedTime(jar, time);
        assertThat(Files.size(jar)).as("the size of the replaced jar").isEqualTo(size);
        second.reload(2);
        second.awaitOnly(1, 2);
        assertThat(answer(second)).as("a jar of the same path, size and time").contains("v2");
        assertThat(bootedFromACache(second)).as("it was made of the other jar").isFalse();
    }

    @Test
    void whereACacheIsRequiredAndCannotBeHadNothingIsServed() throws IOException {
        Path open = products.folder("open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Product product = shop(jar)
                .options("--aot", "require", "--aot-folder", open.toString())
                .launch();

        assertThat(product.awaitExit(Await.SOON)).isNotZero();

        assertThat(product.log().await(LogLines.CACHE_REQUIRED, Await.SOON).group("reason"))
                .contains(open.toString())
                .contains("may be written by others");
        assertThat(product.log().has(LogLines.STARTING))
                .as("no worker was started")
                .isFalse();
    }

    /** Where the JVM looks for a cache of the shop there is one that it does not take. */
    private Path refusedCache(Path jar) throws IOException {
        Path folder = products.folder("refused");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Product first = shop(jar)
                .options("-s", "2", "--aot-folder", folder.toString(), "--aot-delay", "1h", "--verbose")
                .start();
        String name = first.log().await(LogLines.OWN_CACHE, Await.SOON).group("name");
        assertThat(first.stop()).isZero();
        Files.createDirectories(folder.resolve(name).resolve("cp"));
        Files.writeString(folder.resolve(name).resolve("cache.aot"), "no archive");
        return folder;
    }

    @Test
    void aCacheThatTheJvmRefusesIsSaidOnceAndCostsNothingButSpeedUnlessItIsRequired() throws IOException {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Path folder = refusedCache(jar);
        Status status = new Status(FreePort.find());
        Product product = shop(jar)
                .options("-s", "2", "--aot-folder", folder.toString(), "--status-port", "" + status.port())
                .start();
        assertThat(answer(product)).contains("v1");
        assertThat(status.json().getAsJsonArray("children"))
                .extracting(worker -> worker.getAsJsonObject().get("aot").getAsString())
                .as("the second is started when the first is ready")
                .containsExactlyInAnyOrder("refused", "none");
        assertThat(product.log().all(LogLines.CACHE_REFUSED)).hasSize(1);
        assertThat(product.log().toString()).doesNotContain("[aot");
        assertThat(product.stop()).isZero();

        Product strict = shop(jar)
                .options("-s", "2", "--aot-folder", folder.toString(), "--aot", "require", "--panic-limit", "1")
                .launch();

        assertThat(strict.awaitExit(Await.SOON)).as("exit code").isEqualTo(4);
        assertThat(strict.log().toString()).contains("[aot").contains("Unable to use AOT cache");
    }

    /** The JVM looks at the head of a cache, but not at what is in its middle. */
    private static void damage(Path archive) throws IOException {
        byte[] bytes = Files.readAllBytes(archive);
        for (int i = bytes.length / 10; i < bytes.length - bytes.length / 10; i++) {
            bytes[i] ^= (byte) 0xFF;
        }
        Files.write(archive, bytes);
    }

    private Path trainedCache(Path jar, Path folder) throws IOException {
        Product first = shop(jar).options("--aot-folder", folder.toString()).start();
        first.log().await(LogLines.CACHE_MADE, TRAINED);
        assertThat(first.stop()).isZero();
        try (Stream<Path> caches = Files.list(folder)) {
            return caches.filter(Files::isDirectory).findFirst().orElseThrow().resolve("cache.aot");
        }
    }

    @LongRun
    @Test
    void aCacheThatCrashesWorkersIsPutAsideAndTrainedAgain() throws IOException {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Path folder = products.folder("damaged");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path archive = trainedCache(jar, folder);
        damage(archive);
        Product strict = shop(jar)
                .options("--aot-folder", folder.toString(), "--aot", "require", "--panic-limit", "2")
                .launch();
        assertThat(strict.awaitExit(Await.SOON))
                .as("exit code where it is required")
                .isEqualTo(4);
        assertThat(strict.log().all(LogLines.CACHE_CRASHED_REQUIRED)).hasSize(1);
        assertThat(archive).exists();

        Product product = shop(jar).options("--aot-folder", folder.toString()).start();

        assertThat(answer(product)).contains("v1");
        assertThat(bootedFromACache(product)).isFalse();
        assertThat(product.log().all(LogLines.CACHE_CRASHED)).hasSize(1);
        product.log().await(LogLines.CACHE_MADE, TRAINED);
        product.reload(2);
        product.awaitOnly(1, 2);
        assertThat(bootedFromACache(product)).as("the new one").isTrue();
    }

    @Test
    void whoDevelopsHasNoneAndIsToldWhy() {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Product product = shop(jar).options("--reload", "dev").start();

        assertThat(product.log().await(LogLines.NO_CACHE, Await.SOON).group("reason"))
                .contains("--reload=dev");
        assertThat(trainings(product)).isEmpty();
    }

    @Test
    void aKilledControllerLeavesNoTrainingBehind() {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Product product = shop(jar).start();
        Await.until(
                "a training",
                Await.SOON,
                () -> product.log().toString(),
                () -> trainings(product).findAny().isPresent());

        product.signal(Signal.KILL);

        product.awaitAllGone(Await.SOON);
    }

    @Test
    void aStopDoesNotWaitForATraining() throws IOException {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        Product product = shop(jar).start();
        Await.until(
                "a training",
                Await.SOON,
                () -> product.log().toString(),
                () -> trainings(product).findAny().isPresent());

        assertThat(product.stop()).isZero();

        product.awaitAllGone(Await.SOON);
        try (Stream<Path> left = Files.list(products.folder().resolve("aot"))) {
            assertThat(left.filter(Files::isDirectory)).as("half-made caches").isEmpty();
        }
    }

    @Test
    @LongRun
    void twoInstancesAtOnceTrainOneCache() throws IOException {
        Path jar = products.folder().resolve("shop.jar");
        TestApplications.jar(jar, "v1", OnLoad.NOTHING);
        List<Product> both = List.of(shop(jar).launch(), shop(jar).launch());
        Await.until(
                "a cache",
                TRAINED,
                both::toString,
                () -> both.stream().anyMatch(product -> product.log().has(LogLines.CACHE_MADE)));
        for (Product product : both) {
            product.reload(2);
            product.awaitOnly(1, 2);
            assertThat(bootedFromACache(product)).isTrue();
        }

        try (Stream<Path> caches = Files.list(products.folder().resolve("aot"))) {
            assertThat(caches.filter(Files::isDirectory)).hasSize(1);
        }
    }
}
