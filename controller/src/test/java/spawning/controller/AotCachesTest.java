// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCachesTest {
    private static final Instant THEN = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    private Path lib;

    private Path jars;
    private Path jar;
    private Path cache;

    @BeforeEach
    void anInstallation() throws IOException {
        jars = Files.createDirectory(lib.resolve("controller"));
        jar = Files.createFile(jars.resolve("a.jar"));
        Path times = Files.createDirectories(lib.resolve("aot/times/controller"));
        Files.setLastModifiedTime(Files.createFile(times.resolve("a.jar")), FileTime.from(THEN));
        cache = Files.createFile(lib.resolve("aot").resolve("preparer-25-x86_64.aot"));
        Files.setLastModifiedTime(jar, FileTime.from(THEN));
        Files.setLastModifiedTime(jars, FileTime.from(THEN));
        Files.setLastModifiedTime(cache, FileTime.from(THEN.plusSeconds(1)));
    }

    private AotCaches caches(String tag) {
        return new AotCaches(lib.resolve("aot"), tag, "", false);
    }

    @Test
    void aCacheThatIsNewerThanAllJarsIsUsed() {
        assertThat(caches("-25-x86_64").options("preparer", jars)).containsExactly("-XX:AOTCache=" + cache);
    }

    @Test
    void noneIsUsedOfAnotherJdkOrProgramOrWhereNobodySaidWhichJdkItIs() {
        assertThat(caches("-26-x86_64").options("preparer", jars)).isEmpty();
        assertThat(caches("-25-x86_64").options("reloader", jars)).isEmpty();
        assertThat(caches("").options("preparer", jars)).isEmpty();
    }

    @Test
    void aCacheThatIsNotNewerThanAJarIsLeftAlone() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.from(THEN.plusSeconds(1)));

        assertThat(caches("-25-x86_64").options("preparer", jars)).isEmpty();
    }

    @Test
    void aCacheThatIsNewerThanAReleaseUnpackedOverItsJarsIsLeftAlone() throws IOException {
        Files.setLastModifiedTime(jar, FileTime.from(THEN.minusSeconds(1000)));

        assertThat(caches("-25-x86_64").options("preparer", jars)).isEmpty();
    }

    @Test
    void aCacheThatWasMadeWithoutOneOfTheJarsIsLeftAlone() throws IOException {
        Files.setLastModifiedTime(Files.createFile(jars.resolve("b.jar")), FileTime.from(THEN));
        Files.setLastModifiedTime(jars, FileTime.from(THEN));

        assertThat(caches("-25-x86_64").options("preparer", jars)).isEmpty();
    }

    @Test
    void aJarThatTookThePlaceOfAnotherOfTheSameTimeIsSeenByItsFolder() throws IOException {
        Files.setLastModifiedTime(jars, FileTime.from(THEN.plusSeconds(2)));

        assertThat(caches("-25-x86_64").options("preparer", jars)).isEmpty();
    }

    @Test
    void whereTheEnvironmentAsksForOtherCachesNoneIsUsedForTheJvmWouldNotStart() {
        System.setProperty("spawning.aot.tag", "-25-x86_64");
        try {
            assertThat(AotCaches.of(lib, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc"))
                            .options("preparer", jars))
                    .hasSize(1);
            assertThat(AotCaches.of(lib, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc -Xshare:off"))
                            .options("preparer", jars))
                    .isEmpty();
            assertThat(AotCaches.of(lib, Map.of("JDK_JAVA_OPTIONS", "@file")).options("preparer", jars))
                    .isEmpty();
        } finally {
            System.clearProperty("spawning.aot.tag");
        }
    }

    @Test
    void whileCachesAreMadeEachProgramMakesItsOwn() {
        assertThat(new AotCaches(lib.resolve("aot"), "-25-x86_64", "/new", false).options("preparer", jars))
                .containsExactly("-XX:AOTCacheOutput=/new/preparer-25-x86_64.aot");
    }
}
