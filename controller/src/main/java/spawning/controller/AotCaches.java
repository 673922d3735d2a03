// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The AOT caches of our own small programs, which {@code bin/make-aot-caches} makes for the JDK and the jars of an
 * installation. The rules are those of {@code bin/aot-cache.sh}, which starts the controller by them.
 *
 * @param folder where they are, if there are any
 * @param tag what the caches of this JDK are named by; empty: none is used
 * @param output the folder that caches are made in just now; empty: none are made
 * @param foreign whether the environment asks the JVM for things that it does not start with beside a cache
 */
record AotCaches(Path folder, String tag, String output, boolean foreign) {
    /** Variables that a JVM takes options from: java(1), JVM TI specification, HotSpot. */
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Pattern FOREIGN =
            Pattern.compile("-Xshare|SharedArchive|ArchiveClasses|AOT|VMOptionsFile|-XX:Flags|@");

    /** Those of an installation, as {@code bin/spawning} tells this process. */
    static AotCaches of(Path lib, Map<String, String> environment) {
        return new AotCaches(
                lib.resolve("aot"),
                System.getProperty("spawning.aot.tag", ""),
                environment.getOrDefault("spawning_aot_output", ""),
                VARIABLES.stream()
                        .map(name -> environment.getOrDefault(name, ""))
                        .anyMatch(text -> FOREIGN.matcher(text).find()));
    }

    /**
     * The options with which a program starts from its cache; none where there is no cache, or an old one.
     *
     * @param program that has the cache
     * @param jars the folder of its class path. A cache that is not newer than each of them, or was made of jars of other
     *     times, may hold the classes of another jar: up to 25.0.3 the JVM may run them all the same, later it only looks at
     *     size and time (JDK-8377932).
     */
    List<String> options(String program, Path jars) {
        if (tag.isEmpty()) {
            return List.of();
        }
        if (!output.isEmpty()) {
            return List.of("-XX:AOTCacheOutput=" + Path.of(output, program + tag + ".aot"));
        }
        Path cache = folder.resolve(program + tag + ".aot");
        return !foreign && Files.isReadable(cache) && isMadeOf(cache, jars)
                ? List.of("-XX:AOTCache=" + cache)
                : List.of();
    }

    /** Newer alone is not enough: jars of a release that is unpacked over this one were built before the cache was made. */
    private boolean isMadeOf(Path cache, Path jars) {
        Path times = folder.resolve("times").resolve(jars.getFileName());
        try (Stream<Path> files = Files.list(jars)) {
            FileTime made = Files.getLastModifiedTime(cache);
            if (made.compareTo(Files.getLastModifiedTime(jars)) <= 0) {
                return false;
            }
            for (Path jar : files.toList()) {
                FileTime built = Files.getLastModifiedTime(jar);
                if (made.compareTo(built) <= 0
                        || !built.equals(Files.getLastModifiedTime(times.resolve(jar.getFileName())))) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // a jar is new, or somebody replaces them just now
        }
    }
}
