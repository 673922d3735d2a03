// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a cache depends on beside the code.
 *
 * @param jdk its build, and what the JVM compares: the sizes of its files, and the time of its modules in whole seconds
 * @param processor its model and what it can do: the JVM makes code to measure
 */
public record Machine(String jdk, String processor) {
    /** The lines of /proc/cpuinfo, on x86_64 and aarch64, that name the processor and its abilities. */
    private static final List<String> TELLING = List.of(
            "vendor_id",
            "cpu family",
            "model",
            "model name",
            "flags",
            "CPU implementer",
            "CPU architecture",
            "CPU variant",
            "CPU part",
            "Features");

    /** That of a JDK, on this processor. @throws IOException the JDK is not whole */
    public static Machine read(Path javaHome) throws IOException {
        Path library = javaHome.resolve("lib/server/libjvm.so");
        Path modules = javaHome.resolve("lib/modules");
        String jdk = Files.readString(javaHome.resolve("release")) + "\nlibjvm " + Files.size(library) + "\nmodules "
                + Files.size(modules) + " "
                + Files.getLastModifiedTime(modules).toInstant().getEpochSecond();
        return new Machine(jdk, processor(Files.readString(Path.of("/proc/cpuinfo"))));
    }

    /** All processors of all cores, each once: a machine may have two kinds. */
    static String processor(String cpuinfo) {
        return cpuinfo
                .lines()
                .filter(line -> TELLING.contains(line.split(":", 2)[0].strip()))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining("\n"));
    }
}
