// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @Test
    void itLiesBesideTheFirstJarOfTheClassPathUnderTheRelocatedName() {
        assertThat(NativeLibrary.file("/opt/a b/lib/worker/spawning-server.jar:/x.jar", "amd64"))
                .isEqualTo(new File("/opt/a b/lib/worker/libspawning_bundled_netty_transport_native_epoll_x86_64.so"));
        assertThat(NativeLibrary.file("/lib/spawning-server.jar", "aarch64"))
                .isEqualTo(new File("/lib/libspawning_bundled_netty_transport_native_epoll_aarch_64.so"));
    }

    @Test
    void oneThatCannotBeLoadedIsLeftToNetty(@TempDir Path folder) throws IOException {
        Path broken = Files.writeString(folder.resolve("libx.so"), "not an ELF file");

        assertThatCode(() -> NativeLibrary.load(broken.toFile())).doesNotThrowAnyException();
        assertThatCode(() -> NativeLibrary.load(new File("/is/not/there.so"))).doesNotThrowAnyException();
    }
}
