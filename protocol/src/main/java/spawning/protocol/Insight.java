// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.util.List;

/**
 * What a worker lets others see of its inside. Only made when something of it is asked for: a worker without never loads
 * this class.
 *
 * @param sysinfo whether {@code /_sysinfo} tells about the process
 * @param coverage the folder with JaCoCo and what reports from it, for {@code /_coverage}; empty: off
 * @param backdoor whether the controller may have a JShell opened
 * @param allow who may ask for the pages: networks in CIDR notation, or {@code all}
 * @param classPath jars and folders of the generation's application, absolute
 * @param sources trees of sources, or single files, that it was made from, absolute
 */
public record Insight(
        boolean sysinfo,
        String coverage,
        boolean backdoor,
        List<String> allow,
        List<String> classPath,
        List<String> sources) {
    /** Stands for everybody in {@code --insight-allow}. */
    public static final String ALL = "all";

    public Insight {
        allow = List.copyOf(allow);
        classPath = List.copyOf(classPath);
        sources = List.copyOf(sources);
    }

    /** Whether the worker answers paths of its own. */
    public boolean pages() {
        return sysinfo || !coverage.isEmpty();
    }

    /**
     * Does nothing for an element of {@code --insight-allow} that can be read.
     *
     * @throws IllegalArgumentException it cannot; the text says why, and what is right
     */
    public static void check(String element) {
        if (!element.equals(ALL)) {
            var _ = IpNetwork.parse(element);
        }
    }
}
