// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import spawning.ctl.analyze.count.Histogram;

/** Are the numbers those that somebody else computes from the same file: awk for sums, sorted lists for percentiles? */
class IndependentCountTest {
    private static final int LINES = 20_000;

    /** Words of a line: 7 is the target, 9 the status, 10 the bytes, 11 the seconds. */
    private static final String AWK = """
            { split($7, t, "?"); k = t[1]; n[k]++; b[k] += $10; if ($9 >= 500) e[k]++; s[k] += $11 }
            END { for (k in n) printf "%s %d %d %d %.6f\\n", k, n[k], b[k], e[k], s[k] / n[k] }
            """;

    @TempDir
    private Path folder;

    @Test
    void sumsAndPercentilesAreThoseOfAnIndependentComputation() throws IOException, InterruptedException {
        Path log = folder.resolve("access.log");
        Files.writeString(log, String.join("\n", generated()) + "\n");
        Map<String, String[]> ours = ours(log);
        Map<String, String[]> theirs = awk(log);
        assertThat(ours.keySet()).isEqualTo(theirs.keySet());
        Map<String, double[]> seconds = sortedSeconds(log);
        ours.forEach((path, row) -> {
            String[] awk = theirs.get(path);
            assertThat(row[1]).as("requests of " + path).isEqualTo(awk[1]);
            assertThat(row[8]).as("bytes of " + path).isEqualTo(awk[2]);
            assertThat(row[9]).as("errors of " + path).isEqualTo(awk[3]);
            assertThat(Double.parseDouble(row[3])).isCloseTo(Double.parseDouble(awk[4]), within(1e-6));
            double[] sorted = seconds.get(path);
            assertThat(Double.parseDouble(row[7])).isEqualTo(sorted[sorted.length - 1]);
            double[] shares = {0.50, 0.95, 0.99};
            for (int i = 0; i < shares.length; i++) {
                double exact = sorted[(int) Math.ceil(shares[i] * sorted.length) - 1];
                assertThat(Double.parseDouble(row[4 + i]))
                        .as("percentile %s of %s", shares[i], path)
                        .isCloseTo(exact, within(exact * Histogram.ERROR + 1e-6));
            }
        });
    }

    private static List<String> generated() {
        Random random = new Random(42);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            double seconds = Math.min(30, Math.exp(random.nextGaussian() * 1.5 - 5));
            lines.add("10.0.0.%d - - [22/Nov/2026:%02d:%02d:%02d +0000] \"GET /p%d%s HTTP/1.1\" %d %d %.6f id-%d"
                    .formatted(
                            random.nextInt(255),
                            i / 3600,
                            i / 60 % 60,
                            i % 60,
                            (int) Math.abs(random.nextGaussian() * 20),
                            random.nextBoolean() ? "?q=" + i : "",
                            random.nextInt(50) == 0 ? 503 : 200,
                            random.nextInt(100_000),
                            seconds,
                            i));
        }
        return lines;
    }

    private static Map<String, String[]> ours(Path log) {
        StringWriter out = new StringWriter();
        int code = new CommandLine(new AnalyzeCommand(Clock.systemUTC(), InputStream.nullInputStream()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .execute("--group-by", "path", "--format", "csv", log.toString());
        assertThat(code).isZero();
        Map<String, String[]> rows = new TreeMap<>();
        out.toString().lines().skip(1).map(row -> row.split(",")).forEach(row -> rows.put(row[0], row));
        return rows;
    }

    private static Map<String, String[]> awk(Path log) throws IOException, InterruptedException {
        Process awk = new ProcessBuilder("awk", AWK, log.toString())
                .redirectErrorStream(true)
                .start();
        Map<String, String[]> rows = new TreeMap<>();
        new String(awk.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .map(row -> row.split(" "))
                .forEach(row -> rows.put(row[0], row));
        assertThat(awk.waitFor()).isZero();
        return rows;
    }

    private static Map<String, double[]> sortedSeconds(Path log) throws IOException {
        Map<String, List<Double>> seconds = new HashMap<>();
        for (String line : Files.readAllLines(log)) {
            String[] words = line.split(" ");
            seconds.computeIfAbsent(words[6].split("\\?")[0], _ -> new ArrayList<>())
                    .add(Double.valueOf(words[10]));
        }
        Map<String, double[]> sorted = new HashMap<>();
        seconds.forEach((path, all) -> {
            double[] values = all.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(values);
            sorted.put(path, values);
        });
        return sorted;
    }
}
