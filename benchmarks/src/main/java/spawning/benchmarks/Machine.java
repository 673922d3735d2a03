// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import spawning.benchmarks.contender.Tool;

/** Where and on what something was measured: lines for the head of a report. */
public record Machine(Map<String, String> facts) {

    /** As it is now: called before the first contender starts. */
    public static Machine describe(Path home) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", first("/proc/cpuinfo", "model name"));
        facts.put("cores", "" + Runtime.getRuntime().availableProcessors());
        facts.put("memory", first("/proc/meminfo", "MemTotal"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put("load average before", first("/proc/loadavg", ""));
        facts.put(
                "load generator",
                Tool.outputWhateverTheExitCode("wrk", "-v")
                                .flatMap(text -> text.lines().findFirst())
                                .orElse("wrk is missing")
                        + ", on the same cores");
        facts.put("this tree", tree(home));
        return new Machine(facts);
    }

    public String markdown() {
        StringBuilder table = new StringBuilder("| | |\n| --- | --- |\n");
        facts.forEach((name, value) -> table.append("| %s | %s |%n".formatted(name, value)));
        return table.toString();
    }

    private static String tree(Path home) {
        String git = "git -C " + home + " ";
        String commit = Tool.output((git + "rev-parse --short HEAD").split(" ")).orElse("not a git checkout");
        boolean changed = Tool.output((git + "status --porcelain --untracked-files=no").split(" "))
                .filter(text -> !text.isEmpty())
                .isPresent();
        return commit + (changed ? ", with changes" : "");
    }

    /** What stands after the colon, in the first line that starts so; the whole line where there is no colon. */
    private static String first(String file, String start) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(start))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown: " + e;
        }
    }
}
