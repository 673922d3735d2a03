// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import spawning.controller.generation.Digest;

/**
 * The name of a cache: a SHA-256 over all that it depends on. What is another JDK, another processor, another option or
 * another byte of a jar is another name, so that a cache that is found is never a stale one. That is not left to the
 * JVM, which up to 25.0.3 runs the old classes after a jar was replaced (JDK-8377932), and later looks at the jars'
 * sizes and times only. Pure.
 */
public final class AotName {
    /** Of no meaning to a cache, and different from machine to machine: how much heap, how many threads. */
    private static final Pattern SIZE_OR_COUNT =
            Pattern.compile("-Xm[sxn]\\S+|-XX:\\w+=\\d+[kKmMgGtT]?|-XX:(ErrorFile|OnOutOfMemoryError|HeapDumpPath)=.*");

    /** From so much on the JVM does not compress its pointers, and a cache holds pointers. */
    private static final Pattern LARGE_HEAP = Pattern.compile("-Xmx(?<number>\\d+)(?<unit>[kKmMgGtT]?)");

    private static final long MOST_COMPRESSED = 32L << 30;

    private AotName() {}

    /** A jar by its name and content. */
    public record Jar(String file, String sha256) {}

    /**
     * The name.
     *
     * @param machine JDK and processor
     * @param ours the options that we set
     * @param users those of the user, as they were written, variables of the JVM among them
     * @param classPath in order
     * @param application whatever else tells what was trained; empty where no application was
     * @return 64 hexadecimal digits
     */
    public static String of(
            Machine machine, List<String> ours, List<String> users, List<Jar> classPath, List<String> application) {
        List<String> parts = new ArrayList<>();
        parts.add("machine " + machine.jdk());
        parts.add("machine " + machine.processor());
        normalized(ours).forEach(option -> parts.add("our " + option));
        users.forEach(option -> parts.add("user's " + option));
        classPath.forEach(jar -> parts.add("jar " + jar.file() + " " + jar.sha256()));
        application.forEach(part -> parts.add("application " + part));
        Digest digest = new Digest();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8)); // so that two lists never look alike
            digest.update(bytes);
        }
        return digest.hex();
    }

    private static List<String> normalized(List<String> options) {
        List<String> kept = new ArrayList<>();
        for (String option : options) {
            if (!SIZE_OR_COUNT.matcher(option).matches()) {
                kept.add(option);
            } else if (large(option)) {
                kept.add("a heap of 32g or more");
            }
        }
        return kept;
    }

    private static boolean large(String option) {
        var heap = LARGE_HEAP.matcher(option);
        if (!heap.matches()) {
            return false;
        }
        int shift = heap.group("unit").isEmpty()
                ? 0
                : 10 * ("kmgt".indexOf(Character.toLowerCase(heap.group("unit").charAt(0))) + 1);
        return Long.parseLong(heap.group("number")) << shift >= MOST_COMPRESSED;
    }
}
