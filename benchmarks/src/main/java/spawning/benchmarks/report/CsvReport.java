// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import spawning.benchmarks.Visit;

/** Every visit as a line, for tools. */
public final class CsvReport {
    private static final String HEADER = "workload,contender,start,round,place,requests_per_s,wrk_requests,wrk_p50_us,"
            + "wrk_p99_us,wrk_max_us,wrk_bad_status,wrk_socket_errors,wrk_timeouts,paced_rate,paced_p50_us,paced_p99_us,"
            + "paced_p999_us,paced_failures,paced_unsent,half_rate,half_p50_us,half_p99_us,half_p999_us,half_failures,half_unsent,cpu_s_per_10000,allocated_bytes_per_request,rss_bytes,pss_bytes\n";

    private CsvReport() {}

    public static String text(List<Visit> visits) {
        return visits.stream().map(CsvReport::line).collect(Collectors.joining("", HEADER, ""));
    }

    private static String line(Visit visit) {
        var wrk = visit.wrk();
        var paced = visit.paced();
        Stream<Object> cells = Stream.of(
                visit.workload().title(),
                visit.contender(),
                visit.start(),
                visit.round(),
                visit.place(),
                decimal(wrk.requestsPerSecond()),
                wrk.requests(),
                wrk.p50().toNanos() / 1000,
                wrk.p99().toNanos() / 1000,
                wrk.max().toNanos() / 1000,
                wrk.badStatus(),
                wrk.socketErrors(),
                wrk.timeouts(),
                visit.workload().pacedRate(),
                paced.percentile(50).toNanos() / 1000,
                paced.percentile(99).toNanos() / 1000,
                paced.percentile(99.9).toNanos() / 1000,
                paced.failures(),
                paced.unsent(),
                visit.halfRate(),
                visit.half().percentile(50).toNanos() / 1000,
                visit.half().percentile(99).toNanos() / 1000,
                visit.half().percentile(99.9).toNanos() / 1000,
                visit.half().failures(),
                visit.half().unsent(),
                decimal(visit.cpuSecondsPer10000()),
                visit.allocatedPerRequest().map(CsvReport::decimal).orElse(""),
                visit.rssBytes(),
                visit.pssBytes());
        return cells.map(String::valueOf).collect(Collectors.joining(",", "", "\n"));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
