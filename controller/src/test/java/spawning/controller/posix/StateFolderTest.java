// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @TempDir
    Path base;

    private Path parent() {
        return base.resolve("spawning-" + Posix.geteuid());
    }

    @Test
    void theFolderIsPrivateAndGoesWithItsOwner() throws IOException {
        StateFolder state = StateFolder.create(base, "shop/1");
        Path generation = state.createGeneration(3);
        assertThat(state.path())
                .isEqualTo(parent().resolve("shop_1-" + ProcessHandle.current().pid()));
        assertThat(generation).isEqualTo(state.path().resolve("gen-3"));
        for (Path folder : new Path[] {parent(), state.path(), generation}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
        Files.writeString(generation.resolve("settings"), "x");
        state.close();
        state.close();
        assertThat(parent()).isEmptyDirectory();
    }

    @Test
    void foldersOfTheDeadAreRemovedAndThoseOfTheLivingAreNot() throws IOException {
        try (StateFolder living = StateFolder.create(base, "shop")) {
            Path outside = Files.writeString(base.resolve("outside"), "kept");
            Path dead = Files.createDirectories(parent().resolve("shop-1/gen-1"));
            Files.createSymbolicLink(dead.resolve("link"), outside);
            try (StateFolder next = StateFolder.create(base, "shop")) {
                assertThat(next.path()).hasFileName(living.path().getFileName() + ".2");
                assertThat(living.path()).isDirectory();
                assertThat(parent().resolve("shop-1")).doesNotExist();
                assertThat(outside).hasContent("kept");
            }
        }
    }

    @Test
    void aTrapUnderTheNameOfTheParentIsRefused() throws IOException {
        Files.createSymbolicLink(parent(), base);
        assertThatThrownBy(() -> StateFolder.create(base, "shop"))
                .hasMessageContaining(parent() + " is not a folder")
                .hasMessageContaining("XDG_RUNTIME_DIR");
        Files.delete(parent());
        Files.createDirectory(parent());
        Files.setPosixFilePermissions(parent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> StateFolder.create(base, "shop")).hasMessageContaining("mode 0777");
    }

    @Test
    void theBaseIsWhatTheServiceManagerOrTheSessionSays() {
        assertThat(StateFolder.base(Map.of("RUNTIME_DIRECTORY", "/run/a:/run/b", "XDG_RUNTIME_DIR", "/run/user/1")))
                .isEqualTo(Path.of("/run/a"));
        assertThat(StateFolder.base(Map.of("XDG_RUNTIME_DIR", "/run/user/1"))).isEqualTo(Path.of("/run/user/1"));
        assertThat(StateFolder.base(Map.of("XDG_RUNTIME_DIR", "")))
                .isEqualTo(Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath());
    }

    @Test
    void aBaseThatIsNotThereIsNamed() {
        Path absent = base.resolve("absent");
        assertThatThrownBy(() -> StateFolder.create(absent, "shop"))
                .hasMessageContaining(absent + " for run-time state does not exist");
    }
}
