// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkerCommandLineTest {
    private static WorkerCommandLine of(String application, List<Path> classPath, int listeners) {
        return new WorkerCommandLine(
                Path.of("/jdk/bin/java"),
                List.of("-Xss512k", "-Xlog:gc:/log/{slot}-{generation}.txt"),
                classPath,
                Path.of("/state/gen-7"),
                7,
                2,
                application,
                listeners,
                Optional.empty(),
                Map.of(),
                OptionalLong.empty());
    }

    @Test
    void everythingStandsOnTheCommandLine() {
        WorkerCommandLine line = of("com.acme.Shop", List.of(Path.of("/lib/s.jar"), Path.of("/state/gen-7/a.jar")), 2);
        assertThat(line.argv())
                .containsExactly(
                        "spawning: worker 2 gen 7 (com.acme.Shop)",
                        "-Xss512k",
                        "-Xlog:gc:/log/2-7.txt",
                        "-cp",
                        "/lib/s.jar:/state/gen-7/a.jar",
                        "spawning.server.WorkerMain",
                        "/state/gen-7/settings",
                        "slot=2",
                        "lifeline=3,4",
                        "scoreboard=5,6",
                        "listeners=7,8");
        assertThat(line.argumentFile()).isEmpty();
    }

    @Test
    void aWorkerThatShowsItsStartIsToldWhenThatWas() {
        WorkerCommandLine line = new WorkerCommandLine(
                Path.of("/jdk/bin/java"),
                List.of(),
                List.of(),
                Path.of("/state/gen-7"),
                7,
                2,
                "a",
                1,
                Optional.empty(),
                Map.of(),
                OptionalLong.of(-812));
        assertThat(line.argv()).last().isEqualTo("trace-boot=-812");
    }

    @Test
    void aLongClassPathGoesToAFileThatTheLauncherReads() {
        List<Path> jars = IntStream.range(0, 3000)
                .mapToObj(i -> Path.of("/opt/some folder/\"library\"/\\back-" + i + ".jar"))
                .toList();
        WorkerCommandLine line = of("com.acme.Shop", jars, 1);
        WorkerCommandLine.ArgumentFile file = line.argumentFile().orElseThrow();
        assertThat(file.path()).isEqualTo(Path.of("/state/gen-7/worker-2.args"));
        assertThat(file.content().lines())
                .hasSize(4)
                .startsWith("\"-Xss512k\"")
                .last()
                .asString()
                .startsWith("\"/opt/some folder/\\\"library\\\"/\\\\back-0.jar:");
        assertThat(line.argv())
                .startsWith("spawning: worker 2 gen 7 (com.acme.Shop)", "@" + file.path(), "spawning.server.WorkerMain")
                .endsWith("listeners=7");
    }

    @Test
    void aTitleIsShortWhateverTheApplicationIsCalled() {
        assertThat(of("x".repeat(5000), List.of(), 1).title())
                .hasSizeLessThan(200)
                .endsWith("xxx...)");
    }
}
