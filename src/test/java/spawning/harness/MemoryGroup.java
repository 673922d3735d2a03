// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A control group of the tests' own with a limit of memory. Closed when no process is in it any more.
 *
 * @param folder of the group
 */
public record MemoryGroup(Path folder) implements AutoCloseable {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    /** Makes one, of version 1 or 2 as this machine has it; empty where the tests may not. */
    public static Optional<MemoryGroup> limitedTo(long megabytes) {
        boolean first = Files.isDirectory(ROOT.resolve("memory"));
        Path parent = first ? ROOT.resolve("memory") : ROOT;
        String limit = first ? "memory.limit_in_bytes" : "memory.max";
        Path folder = parent.resolve("spawning-it-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(folder);
        } catch (IOException notAllowed) {
            return Optional.empty();
        }
        MemoryGroup group = new MemoryGroup(folder);
        try {
            Files.writeString(folder.resolve(limit), Long.toString(megabytes << 20));
            return Optional.of(group);
        } catch (IOException noSuchController) {
            group.close();
            return Optional.empty();
        }
    }

    /** To which a process writes its id to join. */
    public Path processes() {
        return folder.resolve("cgroup.procs");
    }

    /** Waits until the kernel has seen the last process off. */
    @Override
    public void close() {
        Await.until("the control group " + folder + " is empty and gone", Await.SOON, () -> {
            try {
                return Files.deleteIfExists(folder) || Files.notExists(folder);
            } catch (IOException busy) {
                return false;
            }
        });
    }
}
