// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.contender.Spawning.Heap;
import spawning.benchmarks.load.Connection;
import spawning.benchmarks.load.Latencies;

/** Makes one worker of Spawning unable to serve, and sees who takes the new connections meanwhile. */
public final class OccupiedBench {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WORKERS = 4;
    private static final int THREADS = 2;
    private static final int LIVE_MB = 500;
    private static final int COLLECTIONS = 12;

    private final Path home;
    private final Processes processes;
    private final Path scratch;
    private final Duration pause;

    /** @param pause between two new connections */
    public OccupiedBench(Path home, Processes processes, Path scratch, Duration pause) {
        this.home = home;
        this.processes = processes;
        this.scratch = scratch;
        this.pause = pause;
    }

    /** One worker collects a heap full of live objects, one full collection after the other. */
    public Occupied collecting() throws IOException, InterruptedException, DidNotStart {
        try (Instance instance = start(List.of("-J", "-Xmx900m", "-J", "-XX:+UseSerialGC"));
                Connection collector = Connection.open(instance.port(), PATIENCE)) {
            String pid = collector.exchange("/pid").body();
            var _ = collector.exchange("/fill/" + LIVE_MB);
            collector.send("/collect/" + COLLECTIONS);
            List<Visitor> visitors = visitUntil(instance.port(), collector::hasAnswer);
            String[] pauses = collector.receive().body().split(" ");
            double longest = Double.parseDouble(pauses[0]) / 1000;
            double share = Double.parseDouble(pauses[1]);
            return of("full collections of " + LIVE_MB + " MB live", pid, share, longest, visitors);
        }
    }

    /** All threads of one worker hold a request that does not end. */
    public Occupied full(Duration length) throws IOException, InterruptedException, DidNotStart {
        Map<String, List<Connection>> byWorker = new HashMap<>();
        List<Connection> open = new ArrayList<>();
        try (Instance instance = start(List.of())) {
            List<Connection> those = List.of();
            String pid = "";
            while (those.size() < THREADS) {
                Connection next = Connection.open(instance.port(), PATIENCE);
                open.add(next);
                pid = next.exchange("/pid").body();
                those = byWorker.computeIfAbsent(pid, _ -> new ArrayList<>());
                those.add(next);
            }
            for (Connection connection : those) {
                connection.send("/poll");
            }
            TimeUnit.MILLISECONDS.sleep(500); // both are in the application by then
            long end = System.nanoTime() + length.toNanos();
            List<Visitor> visitors = visitUntil(instance.port(), () -> System.nanoTime() - end > 0);
            return of("all " + THREADS + " threads in requests that wait", pid, 1, length.toMillis() / 1e3, visitors);
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private record Visitor(String pid, long nanos) {}

    private interface End {
        boolean isThere() throws IOException;
    }

    /** A new visitor comes after each pause, whether or not those before have been answered. */
    private List<Visitor> visitUntil(int port, End end) throws IOException, InterruptedException {
        List<Future<Visitor>> visits = new ArrayList<>();
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!end.isThere()) {
                visits.add(visitors.submit(() -> visit(port)));
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
            }
        }
        List<Visitor> answered = new ArrayList<>();
        for (Future<Visitor> visit : visits) {
            try {
                answered.add(visit.get());
            } catch (ExecutionException e) {
                throw new IOException("a visitor was not answered", e);
            }
        }
        return answered;
    }

    private static Visitor visit(int port) throws IOException {
        long begun = System.nanoTime();
        String pid = Connection.once(port, "/pid", PATIENCE).body();
        return new Visitor(pid, System.nanoTime() - begun);
    }

    private static Occupied of(String what, String pid, double share, double longest, List<Visitor> visitors) {
        Spread spread = Spread.of(visitors.stream().map(Visitor::pid).toList());
        Latencies answers = new Latencies(visitors.stream().map(Visitor::nanos).toList(), 0, 0);
        return new Occupied(what, WORKERS, pid, share, longest, spread, answers);
    }

    private Instance start(List<String> options) throws IOException, InterruptedException, DidNotStart {
        Spawning spawning =
                new Spawning("spawning", home, Application.WSGI, WORKERS, THREADS, Heap.RECKONED, false, options);
        Instance instance = Instance.start(spawning, processes, Files.createTempDirectory(scratch, "o"));
        instance.awaitAll();
        return instance;
    }
}
