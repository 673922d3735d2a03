// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Does the command count rightly whatever it is given, and say what it could not? It is 9 o'clock. */
class AnalyzeCommandTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T09:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private Path log;
    private InputStream stdin = InputStream.nullInputStream();
    private String out = "";
    private String err = "";

    @BeforeEach
    void place() {
        log = folder.resolve("access.log");
    }

    @Test
    void requestsAreGroupedAndSummed() throws IOException {
        write(
                line("08:00:00", "/a?x=1", 200, 10, "0.001"),
                line("08:00:09", "/a", 503, 5, "0.003"),
                line("08:00:05", "/b", 404, 0, "2"));
        assertThat(run("--group-by", "path", "--format", "csv", log.toString())).isZero();
        assertThat(out.lines())
                .containsExactly(
                        "path,requests,requests_per_second,avg_seconds,p50_seconds,p95_seconds,p99_seconds,max_seconds,bytes,errors,error_share",
                        "/a,2,0.200,0.002000,0.001000,0.003000,0.003000,0.003000,15,1,0.500000",
                        "/b,1,0.100,2.000000,2.000000,2.000000,2.000000,2.000000,0,0,0.000000");
        assertThat(out).contains("\r\n");
        assertThat(run("--format", "csv", log.toString())).isZero();
        assertThat(out).contains("\r\n3,0.300,0.668000,0.003000,");
    }

    @Test
    void severalGroupsCombineAndTimesStandInTheirOrder() throws IOException {
        write(
                line("08:01:00", "/a", 200, 1, "0.1"),
                line("08:00:59", "/a", 404, 1, "0.1"),
                line("08:01:10", "/b", 201, 1, "0.1"));
        run(
                "--group-by",
                "minute,status_class",
                "--group-by=method",
                "--format",
                "csv",
                "--zone",
                "+01:00",
                log.toString());
        assertThat(out.lines().skip(1).map(row -> row.substring(0, row.indexOf(",0.1"))))
                .containsExactly("2026-11-22T08:00+01:00,4xx,GET,1,0.017", "2026-11-22T08:01+01:00,2xx,GET,2,0.033");
    }

    @ParameterizedTest
    @CsvSource({
        "requests, /b",
        "p99, /slow",
        "max, /slow",
        "bytes, /big",
        "errors, /bad",
        "error_share, /bad",
        "path, /b",
        "rate, /b"
    })
    void rowsAreSortedByAnyColumnAndTheRestIsSummed(String column, String first) throws IOException {
        write(
                line("08:00:00", "/b", 200, 1, "0.1"),
                line("08:00:00", "/b", 200, 1, "0.1"),
                line("08:00:00", "/slow", 200, 1, "7"),
                line("08:00:00", "/big", 200, 1000, "0.1"),
                line("08:00:00", "/bad", 500, 1, "0.1"));
        run("--group-by", "path", "--sort", column, "--limit", "1", "--format", "csv", log.toString());
        List<String> rows = out.lines().toList();
        assertThat(rows.get(1)).startsWith(first + ",");
        assertThat(rows.get(2)).startsWith("others," + (first.equals("/b") ? 3 : 4) + ",");
    }

    @Test
    void onlyTheRangeAskedForIsCounted() throws IOException {
        write(
                line("07:59:59", "/a", 200, 1, "0"),
                line("08:00:00", "/b", 200, 1, "0"),
                line("08:30:00", "/c", 200, 1, "0"),
                line("08:45:00", "/d", 200, 1, "0"));
        run(
                "--zone=UTC",
                "--earliest",
                "-1 hour",
                "--latest",
                "-30m",
                "--group-by",
                "path",
                "--format",
                "csv",
                log.toString());
        assertThat(out).contains("/b,1,").contains("/c,1,").doesNotContain("/a").doesNotContain("/d");
        run("--zone=UTC", "--earliest", "-30s", log.toString());
        assertThat(out).startsWith("0 requests of 4 lines");
        run("--zone=UTC", "--latest=2026-11-22", log.toString());
        assertThat(out).startsWith("4 requests of 4 lines");
    }

    @Test
    void conditionsMustAllHold() throws IOException {
        write(
                line("08:00:00", "/shop/a", 200, 1, "0"),
                line("08:00:00", "/shop/b", 500, 1, "0"),
                line("08:00:00", "/x", 500, 1, "0"));
        run(
                "--where",
                "path=/shop/*",
                "--where",
                "status_class!=2xx",
                "--group-by",
                "path",
                "--format",
                "csv",
                log.toString());
        assertThat(out.lines().skip(1)).singleElement().asString().startsWith("/shop/b,1,");
        assertThat(run("--where", "nonsense", log.toString())).isEqualTo(2);
        assertThat(run("--where", "day=1", log.toString())).isEqualTo(2);
        assertThat(err).contains("--earliest");
    }

    @Test
    void gzipIsKnownByItsContentAlsoInSeveralMembersAndOnStdin() throws IOException {
        byte[] first = gzip(line("08:00:00", "/a", 200, 1, "0") + "\n");
        byte[] second = gzip(line("08:00:00", "/b", 200, 1, "0") + "\n");
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        Files.write(log, both.toByteArray());
        run(log.toString());
        assertThat(out).startsWith("2 requests of 2 lines");
        stdin = new OneByOne(both.toByteArray());
        run("-");
        assertThat(out).startsWith("2 requests of 2 lines");
        Path plain = Files.writeString(folder.resolve("plain.gz"), line("08:00:00", "/a", 200, 1, "0"));
        run(plain.toString(), log.toString());
        assertThat(out).startsWith("3 requests of 3 lines");
    }

    @Test
    void gzipThatEndsTooEarlyCountsAsFarAsItGoes() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            lines.append(line("08:00:00", "/" + Integer.toHexString(i * 7919), 200, i, "0"))
                    .append('\n');
        }
        byte[] whole = gzip(lines.toString());
        Files.write(log, java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThat(run("--log-format", "spawning", log.toString())).isEqualTo(1);
        assertThat(err).contains(log + ": the gzip data end too early");
        Files.write(log, new byte[] {0x1F, (byte) 0x8B, 0x7F, 0, 0, 0, 0, 0, 0, 0, 0});
        assertThat(run(log.toString())).isEqualTo(1);
        assertThat(err).contains("the gzip data are damaged");
    }

    @Test
    void stdinIsReadWhenNoFileIsNamed() throws IOException {
        stdin = new ByteArrayInputStream(
                (line("08:00:00", "/a", 200, 1, "0") + "\r\n\n").getBytes(StandardCharsets.UTF_8));
        assertThat(run()).isZero();
        assertThat(out).startsWith("1 requests of 1 lines");
    }

    @Test
    void brokenLinesAreCountedAndTheFirstThreeAreShown() throws IOException {
        write(
                "one",
                line("08:00:00", "/a", 200, 1, "0"),
                "two\u001b[31m",
                "",
                "three",
                "four",
                "127.0.0.1 - - [22/Nov");
        assertThat(run(log.toString())).isZero();
        assertThat(out).startsWith("1 requests of 6 lines").contains("5 broken lines not counted");
        assertThat(err.lines())
                .containsExactly(
                        "spawning-ctl: " + log + ":1: line not of the format, not counted: one",
                        "spawning-ctl: " + log + ":3: line not of the format, not counted: two\\u001b[31m",
                        "spawning-ctl: " + log + ":5: line not of the format, not counted: three",
                        "spawning-ctl: 5 of 6 lines broken, not counted");
    }

    @Test
    void aLastLineWithoutItsEndIsCountedWhenWholeAndToldWhenCut() throws IOException {
        String line = line("08:00:00", "/a", 200, 1, "0.5");
        Files.writeString(log, line + "\n" + line);
        run(log.toString());
        assertThat(out).startsWith("2 requests of 2 lines");
        Files.writeString(log, line + "\n" + line.substring(0, 50));
        run(log.toString());
        assertThat(err).contains(":2: line cut off");
    }

    @Test
    void aHugeLineIsCountedAndOneThatIsLargerThanABufferIsBroken() throws IOException {
        String huge = line("08:00:00", "/" + "x".repeat(1_000_000), 200, 1, "0");
        String tooLong = line("08:00:00", "/" + "y".repeat(2 * Analyzer.BUFFER), 200, 1, "0");
        write(huge, tooLong, line("08:00:00", "/a", 200, 1, "0"), huge, tooLong, huge, "broken");
        assertThat(run("--group-by", "path", log.toString())).isZero();
        assertThat(out).startsWith("4 requests of 7 lines").hasSizeLessThan(2000);
        assertThat(err)
                .contains(":2: line longer than")
                .contains(":5: line longer than")
                .contains(":7: line not of");
    }

    @Test
    void whatCannotBeReadIsSaidAndTheOthersAreCounted() throws IOException {
        write(line("08:00:00", "/a", 200, 1, "0"));
        String missing = folder.resolve("missing.log").toString();
        assertThat(run(missing, folder.toString(), log.toString())).isEqualTo(1);
        assertThat(out).startsWith("1 requests of 1 lines");
        assertThat(err.lines())
                .containsExactly(
                        "spawning-ctl: cannot read " + missing + ": there is no such file",
                        "spawning-ctl: cannot read " + folder + ": it is a folder; name the files in it");
    }

    @Test
    void anEmptyFileIsNoTrouble() throws IOException {
        Files.writeString(log, "");
        for (String format : List.of("text", "csv", "json")) {
            assertThat(run("--group-by", "path", "--format", format, "--chart", log + ".svg", log.toString()))
                    .isZero();
            assertThat(err).isEmpty();
        }
        assertThat(out).contains("\"range\": null");
        assertThat(Path.of(log + ".svg")).isNotEmptyFile();
    }

    @Test
    void nothingInALogReachesTheTerminalOrASpreadsheetAsACommand() throws IOException {
        write(
                line("08:00:00", "/\\x1b]0;x\\x07\\xe2\\x80\\xae,\\x22", 200, 1, "0")
                        .replace("GET ", "=cmd()|x "),
                "{\"time\":\"2026-11-22T08:00:00Z\",\"target\":\"/\\u001b[2J\\r\\nfake\",\"method\":\"@x\",\"status\":200}");
        run("--group-by", "path,method", log.toString());
        assertThat(out.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7F));
        run("--group-by", "path,method", "--format", "json", log.toString());
        assertThat(out.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7F));
        run("--group-by", "method,path", "--format", "csv", log.toString());
        assertThat(out)
                .contains("'=cmd()|x,\"/\u001b]0;x\u0007\u202e,\"\"\",1")
                .contains("'@x,\"/\u001b[2J\r\nfake\",1");
    }

    @Test
    void groupsAreBoundedAndNoRequestIsLost() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            lines.add(line("08:00:00", "/" + i % 1000, 200, 1, "0.001"));
        }
        write(lines.toArray(String[]::new));
        run("--group-by", "path", "--max-groups", "10", "--format", "csv", log.toString());
        List<String> rows = out.lines().skip(1).toList();
        assertThat(rows).hasSize(11);
        assertThat(rows.subList(0, 10)).allMatch(row -> row.matches("/\\d+,30,.*"));
        assertThat(rows.getLast()).startsWith("others,29700,");
        assertThat(err).contains("more than 10 groups").contains("--max-groups");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--earliest=soon|cannot understand the time 'soon'",
                "--group-by=colour|cannot group by 'colour'",
                "--sort=colour|cannot sort by 'colour'",
                "--log-format=%X|unknown directive %X",
                "--zone=Mars|unknown zone 'Mars'",
                "--limit=-1|--limit is 0 or more"
            })
    void aWrongOptionIsOneClearError(String option, String reason) {
        assertThat(run(option)).isEqualTo(2);
        assertThat(err).contains(reason);
        assertThat(out).isEmpty();
    }

    @Test
    void aFormatThatLacksWhatIsAskedForIsRefused() {
        assertThat(run("--log-format", "%h %>s", "--group-by", "path", "--earliest", "now"))
                .isEqualTo(2);
        assertThat(err)
                .contains(
                        "the log format '%h %>s' lacks the path (%U or %r), which --group-by path needs, and a time (%t)");
        assertThat(run("--log-format", "common", "--group-by", "agent")).isEqualTo(2);
    }

    @Test
    void theChartIsASelfContainedPictureWithATitle() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 3600; i += 3) {
            lines.add(line(
                    "08:%02d:%02d".formatted(i / 60, i % 60), "/", i % 100 == 0 ? 500 : 200, 1, "0.0" + (i % 90 + 10)));
        }
        write(lines.toArray(String[]::new));
        Path chart = folder.resolve("chart.svg");
        assertThat(run("--zone", "UTC", "--chart", chart.toString(), log.toString()))
                .isZero();
        assertThat(Files.readString(chart))
                .contains(
                        "<title id=\"title\">",
                        "1,200 requests, 12 of them errors",
                        "requests/s",
                        "seconds",
                        "prefers-color-scheme:dark")
                .doesNotContain("NaN", "href", "url(");
        assertThat(run("--chart", folder.resolve("no/such/folder").toString(), log.toString()))
                .isEqualTo(1);
        assertThat(err).contains("cannot write the chart");
    }

    private void write(String... lines) throws IOException {
        Files.writeString(log, String.join("\n", lines) + "\n");
    }

    private static String line(String time, String target, int status, int bytes, String seconds) {
        return "127.0.0.1 - - [22/Nov/2026 %s] \"GET %s HTTP/1.1\" %d %d %s 4f2a9c01-1b"
                .formatted(time, target, status, bytes, seconds);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private int run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new AnalyzeCommand(CLOCK, stdin))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
        out = output.toString();
        err = errors.toString();
        return code;
    }

    /** As a pipe whose writer is slow: there is never more than one byte, and no byte is announced. */
    private static final class OneByOne extends ByteArrayInputStream {
        OneByOne(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }

        @Override
        public synchronized int available() {
            return 0;
        }
    }
}
