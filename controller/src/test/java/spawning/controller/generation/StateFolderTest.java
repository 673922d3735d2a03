// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    private Path folder;

    @Test
    void generationsAreForTheUserOnlyAndGoAway() throws IOException {
        Path path;
        try (StateFolder state = StateFolder.temporary(folder)) {
            path = state.path();
            Path generation = state.create(1);
            assertThat(generation).isEqualTo(path.resolve("gen-1"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(generation)))
                    .isEqualTo("rwx------");
            Files.createFile(generation.resolve("01-a.jar"));
            state.create(2);

            state.remove(1);
            state.remove(1);

            assertThat(generation).doesNotExist();
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void leftoversAreRemovedButNotTheFolderOfAnInstanceThatLives() throws IOException {
        Object user = Files.getAttribute(folder, "unix:uid");
        Path leftover = Files.createDirectories(folder.resolve("spawning-" + user + "-123/gen-4"));
        Path foreign = Files.createDirectory(folder.resolve("something else"));
        try (StateFolder living = StateFolder.temporary(folder);
                StateFolder another = StateFolder.temporary(folder)) {
            assertThat(leftover.getParent()).doesNotExist();
            assertThat(foreign).exists();
            assertThat(living.path()).exists().isNotEqualTo(another.path());
        }
    }

    @Test
    void aNamedFolderIsKeptWithoutItsOldGenerations() throws IOException {
        Path named = folder.resolve("a/state");
        Files.createDirectories(named.resolve("gen-3"));
        Path mine = Files.createFile(named.resolve("mine"));
        try (StateFolder state = StateFolder.named(named)) {
            assertThat(named.resolve("gen-3")).doesNotExist();
            state.create(1);
        }
        assertThat(named.resolve("gen-1")).doesNotExist();
        assertThat(mine).exists();
    }

    @Test
    void twoInstancesCannotShareAFolder() throws IOException {
        try (StateFolder state = StateFolder.named(folder)) {
            assertThatIOException()
                    .isThrownBy(() -> StateFolder.named(folder))
                    .withMessageContaining(state.path() + " is in use by another instance");
        }
    }
}
