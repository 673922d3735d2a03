// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.load.PacedClient;
import spawning.benchmarks.load.Wrk;
import spawning.benchmarks.load.WrkResult;

/**
 * One run. For each workload all contenders are started and warmed up; then each round visits each of them once, in an
 * order drawn anew. So a disturbance of the machine hits neighbours in time alike, and ratios within a round mean something.
 */
public final class Bench {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration WARM_UP_WITHOUT_JVM = Duration.ofSeconds(1);

    private final Plan plan;
    private final Processes processes;
    private final Path scratch;
    private final Wrk wrk;
    private final PrintStream progress;
    private final Random random;
    private final List<Visit> visits = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    /** @param scratch a folder for the files of the contenders; the caller deletes it */
    public Bench(Plan plan, Processes processes, Path home, Path scratch, PrintStream progress) {
        this.plan = plan;
        this.processes = processes;
        this.scratch = scratch;
        this.progress = progress;
        this.wrk = new Wrk(processes, home.resolve("benchmarks/src/load/report.lua"), plan.connections());
        this.random = new Random(plan.seed());
    }

    public void run(List<Contender> contenders) throws IOException, InterruptedException {
        for (Workload workload : plan.workloads()) {
            for (int start = 1; start <= plan.starts(); start++) {
                List<Contender> offering = contenders.stream()
                        .filter(c -> c.offers(workload) && !failures.containsKey(c.name()))
                        .toList();
                List<Instance> instances = new ArrayList<>();
                try {
                    startAll(offering, workload, instances);
                    rounds(workload, start, instances);
                } finally {
                    instances.forEach(Instance::close);
                }
            }
        }
    }

    public List<Visit> visits() {
        return List.copyOf(visits);
    }

    /** Why a contender is missing, or is missing from some workload on; by its name. */
    public Map<String, String> failures() {
        return Collections.unmodifiableMap(failures);
    }

    private void startAll(List<Contender> contenders, Workload workload, List<Instance> started)
            throws IOException, InterruptedException {
        for (Contender contender : contenders) {
            try {
                Instance instance = Instance.start(contender, processes, Files.createTempDirectory(scratch, "c"));
                started.add(instance);
                instance.verify(workload);
            } catch (DidNotStart e) {
                failed(contender, "did not start: " + e.getMessage());
                dismiss(contender, started);
            }
        }
        for (Instance instance : List.copyOf(started)) {
            progress.printf(
                    "%s: warming up %s%n",
                    workload.title(), instance.contender().name());
            var _ = wrk.run(
                    instance.port(),
                    workload.path(),
                    instance.contender().isJvm() ? plan.warmUp() : WARM_UP_WITHOUT_JVM);
        }
    }

    private void rounds(Workload workload, int start, List<Instance> instances)
            throws IOException, InterruptedException {
        for (int i = 1; i <= plan.rounds(); i++) {
            List<Instance> order = new ArrayList<>(instances);
            Collections.shuffle(order, random);
            int round = (start - 1) * plan.rounds() + i;
            for (int place = 1; place <= order.size(); place++) {
                Instance instance = order.get(place - 1);
                try {
                    Visit visit = visit(workload, instance, start, round, place);
                    visits.add(visit);
                    show(visit);
                } catch (IOException e) {
                    failed(instance.contender(), "failed at " + workload.title() + ": " + e);
                    dismiss(instance.contender(), instances);
                }
            }
        }
    }

    private Visit visit(Workload workload, Instance instance, int start, int round, int place)
            throws IOException, InterruptedException {
        var tree = instance.processTree();
        Optional<Long> allocatedBefore = allocated(instance);
        double cpuBefore = tree.cpuSeconds();
        WrkResult result = wrk.run(instance.port(), workload.path(), plan.throughput());
        double cpuAfter = tree.cpuSeconds();
        Optional<Long> allocatedAfter = allocated(instance);
        long rss = tree.rssBytes();
        long pss = tree.pssBytes();
        int half = Workload.halfOf(result.requestsPerSecond());
        return new Visit(
                workload,
                instance.contender().name(),
                start,
                round,
                place,
                result,
                cpuAfter - cpuBefore,
                allocatedAfter.map(after -> after - allocatedBefore.orElseThrow()),
                rss,
                pss,
                paced(workload, instance, workload.pacedRate(), plan.paced()),
                half,
                paced(workload, instance, half, plan.half()));
    }

    private Latencies paced(Workload workload, Instance instance, int rate, Duration duration)
            throws InterruptedException {
        return duration.isZero()
                ? new Latencies(List.of(), 0, 0)
                : new PacedClient(
                                instance.port(),
                                workload.path(),
                                answer -> answer.status() == 200 && workload.isExpected(answer.body()),
                                rate,
                                plan.pacedConnections(),
                                PATIENCE)
                        .run(duration);
    }

    private static Optional<Long> allocated(Instance instance) throws IOException {
        return instance.contender().isJvm() ? Optional.of(instance.allocatedBytes()) : Optional.empty();
    }

    private void failed(Contender contender, String reason) {
        failures.put(contender.name(), reason);
        progress.printf("%s: %s%n", contender.name(), reason);
    }

    private static void dismiss(Contender contender, List<Instance> instances) {
        for (Instance instance : List.copyOf(instances)) {
            if (instance.contender().equals(contender)) {
                instances.remove(instance);
                instance.close();
            }
        }
    }

    private void show(Visit visit) {
        progress.printf(
                "%s round %d: %-22s %,9.0f/s, p99 %.2f ms at %d/s%s%n",
                visit.workload().title(),
                visit.round(),
                visit.contender(),
                visit.wrk().requestsPerSecond(),
                visit.paced().percentile(99).toNanos() / 1e6,
                visit.workload().pacedRate(),
                visit.errors() == 0 ? "" : ", ERRORS " + visit.errors());
    }
}
