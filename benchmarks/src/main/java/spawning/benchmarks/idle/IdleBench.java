// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.idle;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.load.Connection;
import spawning.benchmarks.load.Latencies;
import spawning.benchmarks.load.PacedClient;

/** The run: nobody, then the idle ones, then those that wait, then all are answered. Each step is checked. */
public final class IdleBench {
    private static final String HELLO = "Hello, World!";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration ALL_WAIT = Duration.ofSeconds(60);
    private static final Duration WARM_UP = Duration.ofSeconds(8);

    private final IdlePlan plan;
    private final Instance instance;
    private final PrintStream progress;
    private final List<Phase> phases = new ArrayList<>();

    /** Measures that instance of one worker. */
    public IdleBench(IdlePlan plan, Instance instance, PrintStream progress) {
        this.plan = plan;
        this.instance = instance;
        this.progress = progress;
    }

    public List<Phase> run() throws IOException, InterruptedException {
        var _ = others(4 * plan.rate(), WARM_UP);
        try (Crowd idle = new Crowd();
                Crowd polls = new Crowd()) {
            phase("nobody else", 0, 0);
            idle.open(instance.port(), plan.idle());
            idle.send("/hello");
            idle.receive(HELLO);
            phase("idle connections", plan.idle(), 0);
            polls.open(instance.port(), plan.polls());
            polls.send("/poll");
            awaitAllWaiting();
            phase("idle connections and long polling", plan.idle(), plan.polls());
            release(polls);
            idle.send("/hello"); // each of them is still there
            idle.receive(HELLO);
            progress.println("all idle connections were still served");
        }
        return List.copyOf(phases);
    }

    private void phase(String title, int idle, int polls) throws IOException, InterruptedException {
        Memory memory = Memory.of(instance);
        Latencies latencies = others(plan.rate(), plan.measured());
        phases.add(new Phase(title, idle, polls, memory, latencies));
        progress.printf(
                "%s: heap %,d bytes, RSS %,d bytes, p99 %.2f ms%n",
                title, memory.heap(), memory.rss(), latencies.percentile(99).toNanos() / 1e6);
    }

    private Latencies others(int rate, Duration duration) throws InterruptedException {
        return new PacedClient(
                        instance.port(),
                        "/hello",
                        answer -> answer.status() == 200 && answer.body().equals(HELLO),
                        rate,
                        32,
                        PATIENCE)
                .run(duration);
    }

    private void awaitAllWaiting() throws IOException {
        long deadline = System.nanoTime() + ALL_WAIT.toNanos();
        String waiting;
        do {
            waiting = Connection.once(instance.port(), "/waiting", PATIENCE).body();
            if (waiting.equals("" + plan.polls())) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        } while (System.nanoTime() - deadline < 0);
        throw new IOException("only %s of %d requests wait in the application after %d s"
                .formatted(waiting, plan.polls(), ALL_WAIT.toSeconds()));
    }

    private void release(Crowd polls) throws IOException {
        long start = System.nanoTime();
        var _ = Connection.once(instance.port(), "/release", PATIENCE);
        polls.receive(HELLO);
        progress.printf("%d polls answered within %d ms%n", plan.polls(), (System.nanoTime() - start) / 1_000_000);
    }
}
