// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.reloader.files.LinkChain.Step;

class LinkChainTest {
    @TempDir
    Path temporary;

    private Path folder;

    @BeforeEach
    void find() throws Exception {
        folder = temporary.toRealPath();
    }

    @Test
    void eachLinkOnTheWayIsAStepAndSoIsTheEnd() throws Exception {
        Path release =
                Files.createDirectories(folder.resolve("releases/7/classes")).getParent();
        Files.createSymbolicLink(folder.resolve("latest"), Path.of("releases/../releases/7"));
        Files.createSymbolicLink(folder.resolve("current"), folder.resolve("latest"));
        assertThat(LinkChain.links(folder.resolve("current/classes")))
                .containsExactly(new Step(folder, "current"), new Step(folder, "latest"), new Step(release, "classes"));
    }

    @Test
    void aPathThatLeadsNowhereEndsWithWhatIsMissing() {
        assertThat(LinkChain.links(folder.resolve("a/b"))).containsExactly(new Step(folder, "a"));
        assertThat(LinkChain.all(folder.resolve("a/b")))
                .contains(new Step(Path.of("/"), folder.getName(0).toString()))
                .endsWith(new Step(folder, "a"));
    }

    @Test
    void aCircleEnds() throws Exception {
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
        assertThat(LinkChain.links(folder.resolve("a"))).contains(new Step(folder, "a"), new Step(folder, "b"));
    }
}
