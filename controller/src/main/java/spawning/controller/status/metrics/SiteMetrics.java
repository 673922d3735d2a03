// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.status.metrics;

import static spawning.controller.status.metrics.Family.counter;
import static spawning.controller.status.metrics.Family.gauge;

import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import spawning.controller.plan.Standing;
import spawning.controller.plan.WorkerState;
import spawning.controller.posix.Sockets;
import spawning.controller.status.Site;
import spawning.controller.status.Tallies;
import spawning.controller.status.Totals;
import spawning.controller.status.report.Version;
import spawning.protocol.scoreboard.Counter;
import spawning.protocol.scoreboard.ScoreboardView;

/** The service as a whole; its counters hold what workers counted that have ended, too, and never go backwards. */
record SiteMetrics(Site site, long nanos) {
    List<MetricSnapshot> all() {
        List<MetricSnapshot> all = new ArrayList<>();
        Totals totals = site.totals();
        all.add(build());
        all.addAll(requests(totals));
        all.addAll(workers(site.tallies()));
        all.addAll(generations(site.tallies()));
        all.add(counter("spawning_gc_collections", "Garbage collections of all workers.", totals.collections()));
        all.add(counter(
                "spawning_gc_seconds",
                "Seconds of garbage collections of all workers.",
                totals.collectionMillis() / 1e3));
        all.add(queue());
        return all;
    }

    private static MetricSnapshot build() {
        return InfoSnapshot.builder()
                .name("spawning_build")
                .help("What runs.")
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "version",
                                Version.TEXT,
                                "java",
                                Runtime.version().toString()))
                        .build())
                .build();
    }

    private List<MetricSnapshot> requests(Totals totals) {
        return List.of(
                counter("spawning_requests", "Requests begun.", totals.count(Counter.REQUESTS)),
                counter(
                        "spawning_request_failures",
                        "Requests answered with a status of 500 or above.",
                        totals.count(Counter.FAILED)),
                counter(
                        "spawning_request_timeouts",
                        "Requests older than --request-timeout.",
                        totals.count(Counter.TIMED_OUT)),
                Durations.of(totals),
                gauge("spawning_requests_in_flight", "Requests begun and not ended.", inFlight()),
                counter(
                        "spawning_connections_opened",
                        "Connections accepted by workers.",
                        totals.count(Counter.CONNECTIONS_OPENED)),
                gauge("spawning_connections_open", "Connections that workers hold.", connectionsOpen()));
    }

    private long inFlight() {
        return site.members().stream()
                .map(member -> member.process().scoreboard())
                .mapToLong(ScoreboardView::inFlight)
                .sum();
    }

    private long connectionsOpen() {
        long open = 0;
        for (var member : site.members()) {
            ScoreboardView board = member.process().scoreboard();
            long closed = board.count(Counter.CONNECTIONS_CLOSED);
            open += Math.max(0, board.count(Counter.CONNECTIONS_OPENED) - closed);
        }
        return open;
    }

    private List<MetricSnapshot> workers(Tallies tallies) {
        Family states = new Family("spawning_workers", "Workers by their state.");
        for (WorkerState state : WorkerState.values()) {
            if (state != WorkerState.EXITED) {
                states.with(count(state), "state", state.name().toLowerCase(Locale.ROOT));
            }
        }
        return List.of(
                states.gauge(),
                gauge(
                        "spawning_workers_configured",
                        "Workers that shall serve.",
                        site.standing().wanted()),
                counter("spawning_workers_spawned", "Processes started for workers.", tallies.spawned()),
                counter("spawning_worker_exits", "Processes of workers that have ended.", tallies.exited()),
                counter(
                        "spawning_workers_lost",
                        "Workers that crashed, did not come up or were killed on a deadline.",
                        tallies.lost()),
                counter("spawning_workers_killed", "Workers that got SIGKILL, for whatever reason.", tallies.killed()));
    }

    private long count(WorkerState state) {
        return site.standing().workers().stream()
                .filter(worker -> worker.state() == state)
                .count();
    }

    private List<MetricSnapshot> generations(Tallies tallies) {
        Standing standing = site.standing();
        double left = standing.alarm()
                .map(alarm -> Math.max(0, (alarm.nextStart() - nanos) / 1e9))
                .orElse(0.0);
        return List.of(
                gauge("spawning_generation", "The generation that all workers shall run.", standing.target()),
                gauge("spawning_generation_serving", "The newest that came up completely.", standing.lastGood()),
                counter("spawning_reloads_begun", "Reloads asked for.", tallies.reloads()),
                new Family("spawning_reloads", "Reloads by what came of them.")
                        .with(tallies.served(), "result", "served")
                        .with(tallies.failed(), "result", "failed")
                        .counter(),
                counter("spawning_panics", "Panics raised.", tallies.panics()),
                gauge(
                        "spawning_panic",
                        "Whether there is a panic.",
                        standing.alarm().isPresent() ? 1 : 0),
                gauge("spawning_panic_next_start_seconds", "Until the next start in a panic; 0 without.", left));
    }

    /** Without those on unix sockets, of which it cannot be told. */
    private MetricSnapshot queue() {
        Family queues = new Family("spawning_accept_queue", "Connections that wait to be accepted, by listener.");
        site.listeners()
                .forEach(listener -> Sockets.acceptQueue(listener.fd())
                        .ifPresent(queue -> queues.with(queue.waiting(), "listener", listener.address())));
        return queues.gauge();
    }
}
