// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.Flight;
import spawning.protocol.scoreboard.Gauge;
import spawning.protocol.scoreboard.ScoreboardView;

/** What a scoreboard tells of a worker, as text. Pure. */
final class Report {
    private static final double SECOND = 1e9;

    private final StringBuilder text = new StringBuilder();

    private Report() {}

    /**
     * The report.
     *
     * @param nanos now, by System.nanoTime
     */
    static String of(
            Subject subject, String what, Instant now, long nanos, List<Flight> flights, List<String> remarks) {
        Report report = new Report();
        ScoreboardView board = subject.process().scoreboard();
        report.line("what", what);
        report.line("when", now.toString());
        report.line(
                "worker", "slot " + subject.slot() + ", pid " + subject.pid() + ", generation " + subject.generation());
        report.line(
                "requests",
                board.count(Counter.REQUESTS) + " begun, " + board.inFlight() + " in flight, "
                        + board.count(Counter.FAILED) + " answered with 500 or above, " + board.count(Counter.TIMED_OUT)
                        + " over the request timeout");
        report.line(
                "connections",
                board.count(Counter.CONNECTIONS_OPENED) - board.count(Counter.CONNECTIONS_CLOSED) + " open, "
                        + board.count(Counter.CONNECTIONS_OPENED) + " in all");
        report.memory(board);
        remarks.forEach(remark -> report.line("remark", remark));
        report.flights(flights, board.inFlight(), nanos);
        return report.text.toString();
    }

    private void memory(ScoreboardView board) {
        line(
                "memory",
                "heap " + mega(board, Gauge.HEAP_USED) + " used, " + mega(board, Gauge.HEAP_AFTER_GC)
                        + " after the last collection, " + mega(board, Gauge.HEAP_MAX) + " at most; classes "
                        + mega(board, Gauge.METASPACE_USED) + "; direct buffers " + mega(board, Gauge.DIRECT_USED));
        line(
                "JVM",
                board.get(Gauge.GC_COUNT) + " collections of " + board.get(Gauge.GC_MILLIS) + " ms, "
                        + board.get(Gauge.THREADS) + " threads");
    }

    private static String mega(ScoreboardView board, Gauge gauge) {
        return (board.get(gauge) >> 20) + "m";
    }

    private void flights(List<Flight> flights, long inFlight, long nanos) {
        if (flights.isEmpty()) {
            return;
        }
        text.append("\nin flight, oldest first (age, request, thread):\n");
        for (Flight flight : flights) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %10.3f s  %s  %s%n",
                    (nanos - flight.startNanos()) / SECOND,
                    flight.line(),
                    flight.threadId() == 0 ? "waits for a thread" : "#" + flight.threadId()));
        }
        if (inFlight > flights.size()) {
            text.append("  and ").append(inFlight - flights.size()).append(" more\n");
        }
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name + ":", value));
    }
}
