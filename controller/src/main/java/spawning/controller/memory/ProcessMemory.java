// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import spawning.controller.posix.Posix;

/**
 * The memory of one process, in bytes, as the kernel counts it (proc_pid_statm(5), proc_pid_smaps(5)). Empty when it has
 * ended, or may not be looked at.
 *
 * @param proc /proc
 * @param pageSize of the machine
 */
public record ProcessMemory(Path proc, long pageSize) {
    private static final int RESIDENT = 1;
    private static final String PSS = "Pss:";

    /** Of this machine's processes. */
    public static ProcessMemory ofThisMachine() {
        return new ProcessMemory(Path.of("/proc"), Posix.pageSize());
    }

    /** All pages that are in memory, shared ones too. Costs microseconds. */
    public OptionalLong rss(long pid) {
        try {
            String[] fields =
                    Files.readString(proc.resolve(pid + "/statm")).strip().split(" ");
            return OptionalLong.of(Long.parseLong(fields[RESIDENT]) * pageSize);
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }

    /** Pages that several processes share are shared out. Holds up the process for milliseconds. */
    OptionalLong pss(long pid) {
        try {
            for (String line : Files.readAllLines(proc.resolve(pid + "/smaps_rollup"))) {
                if (line.startsWith(PSS)) {
                    String kilobytes =
                            line.substring(PSS.length()).replace("kB", "").strip();
                    return OptionalLong.of(Long.parseLong(kilobytes) << 10);
                }
            }
            return OptionalLong.empty();
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }
}
