// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import spawning.benchmarks.contender.Processes;

/** Asks as fast as the server answers, by wrk with one thread. */
public record Wrk(Processes processes, Path reportScript, int connections) {

    public WrkResult run(int port, String path, Duration duration) throws IOException, InterruptedException {
        Process wrk = processes.start(new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + connections,
                        "-d" + duration.toSeconds() + "s",
                        "-s",
                        reportScript.toString(),
                        "http://127.0.0.1:" + port + path)
                .redirectErrorStream(true));
        try {
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = wrk.waitFor();
            if (exit != 0 || !output.contains("\ntimeout=")) {
                throw new IOException("wrk ended with exit code " + exit + ": " + output.strip());
            }
            return parse(output.lines().toList());
        } finally {
            processes.stop(wrk, Duration.ofSeconds(2));
        }
    }

    /** Reads the lines that report.lua prints, among others. */
    public static WrkResult parse(List<String> lines) {
        Map<String, Long> values = new HashMap<>();
        for (String line : lines) {
            if (line.matches("[a-z0-9]+=\\d+")) {
                String[] pair = line.split("=");
                values.put(pair[0], Long.valueOf(pair[1]));
            }
        }
        return new WrkResult(
                value(values, "requests"),
                micros(values, "micros"),
                micros(values, "p50"),
                micros(values, "p99"),
                micros(values, "max"),
                value(values, "status"),
                value(values, "connect") + value(values, "read") + value(values, "write"),
                value(values, "timeout"));
    }

    private static Duration micros(Map<String, Long> values, String key) {
        return Duration.ofNanos(1000 * value(values, key));
    }

    private static long value(Map<String, Long> values, String key) {
        Long value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("wrk printed no " + key);
        }
        return value;
    }
}
