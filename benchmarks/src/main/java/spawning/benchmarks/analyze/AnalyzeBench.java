// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.analyze;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.Tool;
import spawning.benchmarks.report.Summary;

/** Lets our analyzer and awk count the same log in turn, and compares what they found and how long it took. */
public final class AnalyzeBench {
    private static final String BY_STATUS =
            "{ n[$9]++; b[$9] += $10 } END { for (k in n) printf \"%s,%d,%.0f\\n\", k, n[k], b[k] }";
    private static final String BY_PATH =
            "{ split($7, t, \"?\"); k = t[1]; n[k]++; b[k] += $10; s[k] += $11; if ($11 > m[k]) m[k] = $11; "
                    + "if ($9 >= 500) e[k]++ } END { for (k in n) printf \"%s,%d,%.0f\\n\", k, n[k], b[k] }";

    private final Path home;
    private final Processes processes;
    private final Path log;
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();

    private record Run(Map<String, String> counts, double seconds, double cpu) {}

    /**
     * Nothing is started yet.
     *
     * @param log where the log is generated; the caller deletes it
     */
    public AnalyzeBench(Path home, Processes processes, Path log) {
        this.home = home;
        this.processes = processes;
        this.log = log;
    }

    /** Measures, and returns the report. */
    public String run(int lines, int rounds) throws IOException, InterruptedException {
        GeneratedLog.write(log, lines);
        StringBuilder page = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d lines, %,d bytes, in the page cache; %d rounds, each of them visits all, after one that does not count. CPU is user and system time.%n",
                lines,
                Files.size(log),
                rounds));
        section(page, "By status: requests and bytes", "status_code", BY_STATUS, lines, rounds);
        section(
                page,
                "By path: requests, bytes, errors, sum and maximum of the seconds",
                "path",
                BY_PATH,
                lines,
                rounds);
        return page.append(
                        "\nOurs also counts percentiles, checks the form of each line and knows its time. Counts were equal in all runs.\n")
                .toString();
    }

    private void section(StringBuilder page, String title, String groups, String program, int lines, int rounds)
            throws IOException, InterruptedException {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        String ctl = home.resolve("bin/spawning-ctl").toString();
        commands.put("spawning-ctl", List.of(ctl, "analyze", "--group-by", groups, "--format", "csv", log.toString()));
        for (String awk : List.of("mawk", "gawk")) {
            if (Tool.outputWhateverTheExitCode("which", awk)
                    .filter(path -> !path.isEmpty())
                    .isPresent()) {
                commands.put(awk, List.of(awk, program, log.toString()));
            }
        }
        seconds.clear();
        cpu.clear();
        for (int round = 0; round <= rounds; round++) {
            round(commands, round > 0);
        }
        page.append("\n## ").append(title).append("\n");
        page.append(
                "| | median s | smallest | largest | lines/s | CPU s | time against mawk |\n| --- | --- | --- | --- | --- | --- | --- |\n");
        commands.keySet().forEach(name -> page.append(row(name, lines)));
    }

    private void round(Map<String, List<String>> commands, boolean counts) throws IOException, InterruptedException {
        Map<String, String> expected = Map.of();
        for (Map.Entry<String, List<String>> command : commands.entrySet()) {
            Run run = timed(command.getValue());
            if (!expected.isEmpty() && !expected.equals(run.counts)) {
                throw new IOException(command.getKey() + " counted otherwise than those before it");
            }
            expected = run.counts;
            System.out.printf("%s: %.2f s, CPU %.2f s%n", command.getKey(), run.seconds, run.cpu);
            if (counts) {
                seconds.computeIfAbsent(command.getKey(), _ -> new ArrayList<>())
                        .add(run.seconds);
                cpu.computeIfAbsent(command.getKey(), _ -> new ArrayList<>()).add(run.cpu);
            }
        }
    }

    private Run timed(List<String> command) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\"", "bash"));
        timed.addAll(command);
        Path times = log.resolveSibling("times");
        Process process = processes.start(new ProcessBuilder(timed).redirectError(times.toFile()));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + Files.readString(times));
        }
        String[] words = Files.readAllLines(times).getLast().split(" ");
        return new Run(
                counts(output),
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]) + Double.parseDouble(words[2]));
    }

    /** Requests and bytes by name: columns 2 and 9 of ours, which has a head, and 2 and 3 of awk's. */
    private static Map<String, String> counts(String output) {
        Map<String, String> counts = new TreeMap<>();
        output.lines()
                .map(line -> line.split(","))
                .filter(row -> !row[1].equals("requests"))
                .forEach(row -> counts.put(row[0], row[1] + " " + row[row.length > 3 ? 8 : 2]));
        return counts;
    }

    private String row(String name, int lines) {
        Summary time = Summary.of(seconds.getOrDefault(name, List.of()));
        Summary mawk = Summary.of(seconds.getOrDefault("mawk", List.of(Double.NaN)));
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %,.0f | %.2f | %.2f |%n",
                name,
                time.median(),
                time.min(),
                time.max(),
                lines / time.median(),
                Summary.of(cpu.getOrDefault(name, List.of())).median(),
                time.median() / mawk.median());
    }
}
