// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the kernel tells of this process and its limits: proc(5), cgroups(7). What it does not tell is left out. */
final class MachineFacts {
    /** Two blanks or more separate the columns of /proc/self/limits, whose names have single ones. */
    private static final Pattern COLUMNS = Pattern.compile("\\s{2,}");

    private static final List<String> LIMIT_FILES =
            List.of("memory.max", "memory.high", "memory.current", "cpu.max", "cpu.weight", "pids.max");

    private static final List<String> STATUS =
            List.of("Uid", "Gid", "VmRSS", "VmHWM", "RssAnon", "VmSwap", "FDSize", "Cpus_allowed_list", "Seccomp");

    private MachineFacts() {}

    static Map<String, Object> process() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (String line : lines(Path.of("/proc/self/status"))) {
            int colon = line.indexOf(':');
            if (colon > 0 && STATUS.contains(line.substring(0, colon))) {
                facts.put(
                        line.substring(0, colon),
                        line.substring(colon + 1).strip().replace('\t', ' '));
            }
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            facts.put("openDescriptors", descriptors.count());
        }
        return facts;
    }

    /** As the distribution calls itself: os-release(5). */
    static String distribution() throws IOException {
        for (String line : lines(Path.of("/etc/os-release"))) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return "unknown";
    }

    /** Those of processes as proc(5) has them, the soft one of the hard one. */
    static Map<String, Object> limits() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("processors", Runtime.getRuntime().availableProcessors());
        facts.put("heap", Runtime.getRuntime().maxMemory());
        for (String line : lines(Path.of("/proc/self/limits"))) {
            String[] columns = COLUMNS.split(line.strip(), 4);
            if (columns.length >= 3 && columns[0].startsWith("Max ")) {
                facts.put(columns[0], columns[1] + " of " + columns[2]);
            }
        }
        return facts;
    }

    /** The control group of this process and what it limits; of version 2, or the mixture that has one for limits. */
    static Map<String, Object> container() throws IOException {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("groups", lines(Path.of("/proc/self/cgroup")));
        for (String line : lines(Path.of("/proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            String mount = parts[1].isEmpty() ? "" : parts[1] + "/";
            Path root = Path.of("/sys/fs/cgroup/" + mount);
            Path group = root.resolve(parts[2].substring(1));
            addLimits(facts, Files.isDirectory(group) ? group : root); // in a namespace the path may be another's
        }
        return facts;
    }

    private static void addLimits(Map<String, Object> facts, Path group) throws IOException {
        for (String file : LIMIT_FILES) {
            for (String value : lines(group.resolve(file))) {
                facts.putIfAbsent(file, value);
            }
        }
        for (String file : List.of("memory.limit_in_bytes", "cpu.cfs_quota_us", "cpu.cfs_period_us")) {
            for (String value : lines(group.resolve(file))) {
                facts.putIfAbsent(file, value);
            }
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of(); // this kernel, or this control group, has none
        }
    }
}
