// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import spawning.benchmarks.Workload;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.contender.Puma;
import spawning.benchmarks.load.PacedClient;
import spawning.benchmarks.load.Timeline;
import spawning.benchmarks.load.Wrk;
import spawning.benchmarks.reload.Reloaded.Span;

/** Reloads one contender again and again under half of the load that it can bear. */
public final class ReloadBench {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RELOAD_LIMIT = Duration.ofSeconds(60);
    private static final Workload WORKLOAD = Workload.HELLO;

    private final ReloadPlan plan;
    private final Processes processes;
    private final Path scratch;
    private final Wrk wrk;

    public ReloadBench(ReloadPlan plan, Path home, Processes processes, Path scratch) {
        this.plan = plan;
        this.processes = processes;
        this.scratch = scratch;
        this.wrk = new Wrk(processes, home.resolve("benchmarks/src/load/report.lua"), plan.connections());
    }

    public Reloaded run(Contender contender) throws IOException, InterruptedException, DidNotStart {
        try (Instance instance = Instance.start(contender, processes, Files.createTempDirectory(scratch, "r"))) {
            instance.awaitAll();
            var _ = wrk.run(instance.port(), WORKLOAD.path(), plan.warmUp());
            double most =
                    wrk.run(instance.port(), WORKLOAD.path(), plan.saturation()).requestsPerSecond();
            return reload(instance, saturation(instance, (int) most));
        }
    }

    /**
     * What the paced client gets when it asks for all that wrk got: it has the same cores and needs more of them than wrk does. The
     * first seconds are left out, for the client is a JVM, too.
     */
    private double saturation(Instance instance, int most) throws InterruptedException {
        PacedClient client = client(instance, most);
        var _ = client.run(plan.saturation());
        return client.record(plan.saturation(), begin -> {}).answeredPerSecond();
    }

    private PacedClient client(Instance instance, int rate) {
        return new PacedClient(
                instance.port(),
                WORKLOAD.path(),
                answer -> answer.status() == 200 && WORKLOAD.isExpected(answer.body()),
                rate,
                plan.connections(),
                PATIENCE);
    }

    private Reloaded reload(Instance instance, double saturation) throws IOException, InterruptedException {
        int rate = Workload.halfOf(saturation);
        PacedClient client = client(instance, rate);
        CompletableFuture<Long> begun = new CompletableFuture<>();
        CompletableFuture<Timeline> recorded = new CompletableFuture<>();
        Thread load = Thread.ofPlatform().daemon().name("load").start(() -> {
            try {
                var _ = recorded.complete(client.record(plan.steady().plus(plan.length()), begun::complete));
            } catch (InterruptedException | RuntimeException e) {
                var _ = begun.completeExceptionally(e);
                var _ = recorded.completeExceptionally(e);
            }
        });
        List<Span> reloads = reloads(instance, begun.join());
        Timeline timeline = recorded.join();
        load.join();
        return new Reloaded(instance.contender(), saturation, rate, timeline, plan.steady(), reloads);
    }

    private List<Span> reloads(Instance instance, long begin) throws IOException, InterruptedException {
        List<Span> reloads = new ArrayList<>();
        long end = begin + plan.steady().plus(plan.length()).toNanos();
        long due = begin + plan.steady().toNanos();
        while (due - end < 0) {
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            reloads.add(reload(instance));
            System.out.printf(
                    "%s: all new after %.2f s%n",
                    instance.contender().name(), reloads.getLast().seconds());
            due = Math.max(due + plan.every().toNanos(), System.nanoTime());
        }
        return List.copyOf(reloads);
    }

    private static Span reload(Instance instance) throws IOException, InterruptedException {
        List<ProcessHandle> old = instance.processTree().children();
        long from = System.nanoTime();
        instance.signal(instance.contender() instanceof Puma ? "USR1" : "HUP");
        while (old.stream().anyMatch(ProcessHandle::isAlive)) {
            if (System.nanoTime() - from > RELOAD_LIMIT.toNanos()) {
                throw new IOException("%s still has old workers %d s after the signal"
                        .formatted(instance.contender().name(), RELOAD_LIMIT.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return new Span(from, System.nanoTime());
    }
}
