// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system of a few kilobytes (tmpfs(5)), which can be filled up. Only root may mount one, and not in every container. */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** One mounted at a folder, which is there; nothing where that is not possible. */
    public static Optional<SmallDisk> at(Path folder) {
        return run("mount", "-t", "tmpfs", "-o", "size=256k,mode=0700", "tmpfs", folder.toString())
                ? Optional.of(new SmallDisk(folder))
                : Optional.empty();
    }

    /** Writes until nothing more fits. */
    public void fill() {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (true) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            // No space left on device: what is wanted
        }
    }

    /** Takes away what {@link #fill} wrote. */
    public void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        if (!run("umount", "--lazy", folder.toString())) {
            throw new AssertionError("cannot unmount " + folder);
        }
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + List.of(command), e);
        }
    }
}
