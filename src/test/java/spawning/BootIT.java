// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Is it seen what a start consists of, and do our own programs start from their AOT caches? */
class BootIT {
    private static final Path HOME = Path.of(System.getProperty("spawning.home", "../.."))
            .toAbsolutePath()
            .normalize();

    private static final String FROM_CACHE = "spawning.controller.Main source: shared objects file";
    private static final String FROM_JAR = "spawning.controller.Main source: file:";
    private static final long CACHES_SECONDS = 180;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void theStartOfControllerAndWorkersIsShownStepByStep() {
        Product product = products.product()
                .workers(2, 2)
                .options("--trace-boot")
                .application(TestApplications.source(products.folder(), "1", OnLoad.NOTHING)
                        .toString())
                .start();
        product.awaitOnly(2, 1);
        for (String worker : List.of("worker 1", "worker 2")) {
            for (String step : List.of("main", "settings read", "application loaded, engine made", "ready")) {
                product.log().await(LogLines.bootStep(worker, step), Await.SOON);
            }
        }
        for (String step :
                List.of("main", "addresses bound", "preparer ended", "worker spawned", "first worker ready")) {
            assertThat(product.log().all(LogLines.bootStep("controller", step)))
                    .as(step)
                    .hasSize(1);
        }
    }

    @Test
    void nothingOfItIsShownUnasked() {
        Product product = products.product()
                .workers(1, 2)
                .application(TestApplications.source(products.folder(), "1", OnLoad.NOTHING)
                        .toString())
                .start();
        product.awaitOnly(1, 1);
        assertThat(product.log().has(LogLines.bootStep(".*", "ready"))).isFalse();
    }

    @Test
    @LongRun
    void anInstallationUsesTheCachesThatWereMadeForItUntilAJarIsReplaced() throws Exception {
        Path home = installation(products.folder("an installation"));
        assertThat(run(home, "bin/make-aot-caches").strip()).isEmpty();
        try (Stream<Path> caches = Files.list(home.resolve("lib/aot"))) {
            assertThat(caches.map(cache -> cache.getFileName().toString())
                            .filter(name -> name.endsWith(".aot"))
                            .map(name -> name.split("-")[0]))
                    .containsExactlyInAnyOrder("controller", "ctl", "preparer", "reloader");
        }
        assertThat(classes(home)).contains(FROM_CACHE);

        Path jar = home.resolve("lib/controller/spawning-controller.jar");
        FileTime time = Files.getLastModifiedTime(jar);
        Path copy = Files.copy(jar, home.resolve("copy"));
        Files.setLastModifiedTime(copy, time);
        Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
        assertThat(classes(home))
                .as("with a jar of the same size and time in its place")
                .contains(FROM_JAR);

        Path folder = jar.getParent();
        Files.setLastModifiedTime(folder, time);
        assertThat(classes(home)).as("as before").contains(FROM_CACHE);
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(classes(home)).as("with a newer jar").contains(FROM_JAR);

        Files.setLastModifiedTime(jar, FileTime.from(time.toInstant().minusSeconds(3600)));
        Files.setLastModifiedTime(folder, time);
        assertThat(classes(home))
                .as("with the jar of a release that was built before the cache was made")
                .contains(FROM_JAR);
    }

    private static Path installation(Path home) throws IOException {
        for (String part : List.of("bin", "conf", "examples/hello")) {
            copy(HOME.resolve(part), home.resolve(part));
        }
        copy(HOME.resolve("target/lib"), home.resolve("lib"));
        return home;
    }

    /** But for caches. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !from.relativize(file).startsWith("aot"))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Files.isDirectory(file) ? copy : copy.getParent());
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** What the JVM of {@code spawning --version} says about the classes that it loads. */
    private static String classes(Path home) throws IOException, InterruptedException {
        Path log = home.resolveSibling("classes");
        assertThat(run(home, "bin/spawning", "--version", log)).startsWith("spawning ");
        return Files.readString(log);
    }

    private static String run(Path home, String program, Object... words) throws IOException, InterruptedException {
        Path out = home.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(home.resolve(program).toString());
        if (words.length > 0) {
            builder.command().add((String) words[0]);
            // read after the command line, which switches all logs off
            builder.environment().put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + words[1]);
        }
        Process process = builder.redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(CACHES_SECONDS, TimeUnit.SECONDS))
                    .as(program)
                    .isTrue();
            assertThat(process.exitValue()).as(program).isZero();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out);
    }
}
