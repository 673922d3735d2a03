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
     * @param jars the folder of its class path. A cache that is not newer than each of them may hold the classes of
     *     another jar: the JVM only looks at size and time (JDK-8377932).
     */
    List<String> options(String program, Path jars) {
        if (tag.isEmpty()) {
            return List.of();
        }
        if (!output.isEmpty()) {
            return List.of("-XX:AOTCacheOutput=" + Path.of(output, program + tag + ".aot"));
        }
        Path cache = folder.resolve(program + tag + ".aot");
        return !foreign && Files.isReadable(cache) && isNewer(cache, jars)
                ? List.of("-XX:AOTCache=" + cache)
                : List.of();
    }

    private static boolean isNewer(Path cache, Path jars) {
        try (Stream<Path> files = Files.list(jars)) {
            FileTime made = Files.getLastModifiedTime(cache);
            for (Path file : Stream.concat(Stream.of(jars), files).toList()) {
                if (made.compareTo(Files.getLastModifiedTime(file)) <= 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // somebody replaces them just now
        }
    }
}
