// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does a worker that outlives its controller remove what an instance made, and nothing else? */
class StateFolderTest {
    @TempDir
    private Path temporary;

    private Path state = Path.of("");

    @BeforeEach
    void makeIt() throws IOException {
        state = privately(privately(temporary.resolve(sharedName())).resolve("shop-4711"));
    }

    private static String sharedName() throws IOException {
        return "spawning-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static Path privately(Path folder) throws IOException {
        Files.createDirectory(folder);
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    private static void fill(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("gen-3/classes"));
        Files.createDirectories(folder.resolve("aot"));
        Files.createFile(folder.resolve("gen-3/classes/Shop.class"));
        Files.createFile(folder.resolve("control"));
        Files.createFile(folder.resolve("watch"));
        Files.createFile(folder.resolve("left-12"));
    }

    @Test
    void whatAnInstanceMadeIsRemovedWithItsFolder() throws IOException {
        fill(state);
        StateFolder folder = new StateFolder(state);

        assertThat(folder.isOurs()).isTrue();
        folder.remove();

        assertThat(state).doesNotExist();
    }

    @Test
    void whatSomebodyElsePutThereStays() throws IOException {
        fill(state);
        Path letter = Files.createFile(state.resolve("letter.txt"));
        Path outside = Files.createFile(temporary.resolve("outside"));
        Files.createSymbolicLink(state.resolve("gen-3/link"), outside);

        new StateFolder(state).remove();

        assertThat(letter).exists();
        assertThat(outside).exists();
        assertThat(state).isDirectoryContaining(path -> path.equals(letter));
        assertThat(state.resolve("gen-3")).doesNotExist();
    }

    @Test
    void aFolderThatNoControllerMadeIsNotOurs() throws IOException {
        assertThat(new StateFolder(Path.of("/")).isOurs()).isFalse();
        assertThat(new StateFolder(temporary).isOurs()).isFalse();
        assertThat(new StateFolder(privately(temporary.resolve("shop-4711"))).isOurs())
                .as("beside the shared one")
                .isFalse();
        assertThat(new StateFolder(privately(temporary.resolve(sharedName()).resolve("shop"))).isOurs())
                .as("without a pid")
                .isFalse();
        assertThat(new StateFolder(temporary.resolve(sharedName()).resolve("gone-1")).isOurs())
                .as("it is gone")
                .isFalse();
    }

    @Test
    void aFolderThatOthersMayWriteIsNotOurs() throws IOException {
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(new StateFolder(state).isOurs()).isFalse();
    }

    @Test
    void aLinkToAFolderIsNotOurs() throws IOException {
        Path link = Files.createSymbolicLink(state.resolveSibling("other-12"), state);

        assertThat(new StateFolder(link).isOurs()).isFalse();
    }
}
