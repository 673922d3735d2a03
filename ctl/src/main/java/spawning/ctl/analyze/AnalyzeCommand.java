// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.analyze;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import spawning.ctl.analyze.count.Dimension;
import spawning.ctl.analyze.count.Filter;
import spawning.ctl.analyze.count.GroupNames;
import spawning.ctl.analyze.count.Selection;
import spawning.ctl.analyze.line.Field;
import spawning.ctl.analyze.line.LogFormat;
import spawning.ctl.analyze.report.Chart;
import spawning.ctl.analyze.report.CsvReport;
import spawning.ctl.analyze.report.JsonReport;
import spawning.ctl.analyze.report.Order;
import spawning.ctl.analyze.report.Report;
import spawning.ctl.analyze.report.TextReport;

/** {@code spawning-ctl analyze}. Exit codes: 0 all was read, 1 something was not, 2 the command line is wrong. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = {
            "Counts what access logs tell: requests, rate, latency, bytes and errors, by path, status, time and more. "
                    + "Logs may be gzipped, and of any size; formats may be mixed."
        },
        footer = {
            "",
            "Times: 2026-11-22, 2026-11-22T08:11:02+01:00, 22/Nov/2026:08:11:02 +0100, 08:11, now, today,",
            "yesterday, or how long ago: '-1 hour', 30s, 2d, 1h30m. A day as --latest is meant to its end.",
            "",
            "Percentiles are off by at most 0.8 percent; those of up to 16 requests are exact.",
            "",
            "Example:",
            "  spawning-ctl analyze --earliest '-1 hour' --group-by path --sort p99 --limit 10 access.log"
        })
public final class AnalyzeCommand implements Callable<Integer> {
    private enum OutputFormat {
        TEXT,
        CSV,
        JSON
    }

    private static final String LOG_FORMATS =
            "auto, spawning, common, combined, json, or a format string as of Apache's "
                    + "LogFormat ('%%h %%l %%u %%t \"%%r\" %%>s %%b %%D')";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Logs; none or - for stdin.")
    private List<String> files = List.of();

    @Option(names = "--log-format", paramLabel = "FORMAT", description = LOG_FORMATS + ". [auto]")
    private String logFormat = "auto";

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "Of dates without an offset, and of the output. [the machine's]")
    private String zone = "";

    @Option(names = "--earliest", paramLabel = "TIME", description = "Only requests from then on.")
    private String earliest = "";

    @Option(names = "--latest", paramLabel = "TIME", description = "Only requests until then, included.")
    private String latest = "";

    @Option(
            names = "--where",
            paramLabel = "NAME=TEXT",
            description =
                    "Only requests for which it holds, by the names of --group-by; also NAME!=TEXT, and a * at the "
                            + "end for all that begin so. Several must all hold.")
    private List<String> where = List.of();

    @Option(
            names = "--group-by",
            split = ",",
            paramLabel = "NAME",
            description =
                    "A row for each path, status_code, status_class, method, client_ip, second, minute, hour, day, "
                            + "referer, agent, slot; several combine. Paths are without their query.")
    private List<String> groupBy = List.of();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description =
                    "requests, rate, avg, p50, p95, p99, max, bytes, errors, error_share, or a name of --group-by. "
                            + "[requests; times by time]")
    private String sort = "";

    @Option(names = "--limit", paramLabel = "N", description = "Rows; the rest is summed as others. 0 is all. [0]")
    private int limit = 0;

    @Option(
            names = "--max-groups",
            paramLabel = "N",
            description = "Groups told apart, to bound the memory; further ones are summed as others. [100000]")
    private int maxGroups = 100_000;

    @Option(names = "--format", paramLabel = "FORMAT", description = "Of the output: text, csv or json. [text]")
    private OutputFormat format = OutputFormat.TEXT;

    @Option(names = "--chart", paramLabel = "FILE", description = "Writes requests and latency over time as SVG.")
    private String chart = "";

    private final Clock clock;
    private final InputStream stdin;

    public AnalyzeCommand() {
        this(Clock.systemUTC(), System.in);
    }

    /** @param clock against which relative times are measured */
    AnalyzeCommand(Clock clock, InputStream stdin) {
        this.clock = clock;
        this.stdin = stdin;
    }

    @Override
    public Integer call() throws InterruptedException {
        ZoneId here = understood("--zone", zone, AnalyzeCommand::zone);
        LogFormat lines = understood("--log-format", logFormat, LogFormat::of);
        Selection selection = selection(here);
        Order order = sort.isEmpty()
                ? Order.usual(selection.dimensions())
                : understood("--sort", sort, text -> Order.of(text, selection.dimensions()));
        mustHave(lines, selection);
        if (limit < 0 || maxGroups < 1) {
            throw wrong("--limit is 0 or more and --max-groups 1 or more");
        }
        PrintWriter errors = command().commandLine().getErr();
        try (Analyzer analyzer = new Analyzer(lines, here, selection, new GroupNames(maxGroups), errors)) {
            for (String file : files.isEmpty() ? List.of("-") : files) {
                analyzer.read(file, stdin);
            }
            return report(analyzer, selection, order, errors);
        }
    }

    private int report(Analyzer analyzer, Selection selection, Order order, PrintWriter errors) {
        var totals = analyzer.totals();
        Report report = Report.of(
                totals, selection, order, limit, analyzer.lines(), analyzer.broken(), analyzer.tooManyGroups());
        boolean charted = totals.series()
                .map(series -> written(Chart.svg(series, selection.zone()), errors))
                .orElse(true);
        if (analyzer.broken() > 0) {
            errors.printf("spawning-ctl: %,d of %,d lines broken, not counted%n", analyzer.broken(), analyzer.lines());
        }
        if (analyzer.tooManyGroups()) {
            errors.printf(
                    "spawning-ctl: more than %,d groups: further ones are in others; --max-groups allows more%n",
                    maxGroups);
        }
        errors.flush();
        PrintWriter out = command().commandLine().getOut();
        out.print(
                switch (format) {
                    case TEXT -> TextReport.of(report);
                    case CSV -> CsvReport.of(report);
                    case JSON -> JsonReport.of(report);
                });
        out.flush();
        return analyzer.allRead() && charted ? 0 : 1;
    }

    private boolean written(String svg, PrintWriter errors) {
        try {
            Files.writeString(Path.of(chart), svg, StandardCharsets.UTF_8);
            return true;
        } catch (IOException | InvalidPathException e) {
            errors.println("spawning-ctl: cannot write the chart " + chart + ": " + e);
            return false;
        }
    }

    private Selection selection(ZoneId here) {
        TimeText times = new TimeText(Instant.now(clock), here);
        return new Selection(
                groupBy.stream()
                        .map(word -> understood("--group-by", word, Dimension::of))
                        .toList(),
                where.stream()
                        .map(text -> understood("--where", text, Filter::of))
                        .toList(),
                millis("--earliest", earliest, times::earliest),
                millis("--latest", latest, times::latest),
                here,
                !chart.isEmpty());
    }

    private Optional<Long> millis(String option, String text, Function<String, Instant> reader) {
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(understood(option, text, reader).toEpochMilli());
    }

    /** A format is refused that lacks what was asked for; so no column is silently empty. */
    private void mustHave(LogFormat lines, Selection selection) {
        List<String> missing = new ArrayList<>();
        selection.dimensions().forEach(d -> require(lines, d.field(), "--group-by " + d.word(), missing));
        selection
                .filters()
                .forEach(f ->
                        require(lines, f.field(), "--where " + f.dimension().word(), missing));
        if (!earliest.isEmpty() || !latest.isEmpty()) {
            require(lines, Field.TIME, "--earliest and --latest", missing);
        }
        if (!chart.isEmpty()) {
            require(lines, Field.TIME, "--chart", missing);
        }
        if (!missing.isEmpty()) {
            throw wrong("the log format '" + lines.name() + "' lacks " + String.join(", and ", missing));
        }
    }

    private static void require(LogFormat lines, Field field, String by, List<String> missing) {
        if (!lines.fields().contains(field)) {
            missing.add(field.words() + ", which " + by + " needs");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "unknown zone '" + text + "': it is a name such as Europe/Berlin, an offset such as +01:00, or UTC",
                    e);
        }
    }

    private <T> T understood(String option, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw wrong(option + ": " + e.getMessage());
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(command().commandLine(), why);
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the specification");
        }
        return spec;
    }
}
