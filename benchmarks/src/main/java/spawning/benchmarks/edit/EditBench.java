// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.edit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.load.Connection;
import spawning.benchmarks.report.Summary;

/** Edits the application of one server after the other, in an order drawn anew for each round, and waits for its answer. */
public final class EditBench {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FIRST_WORD = 1001;

    private final List<Peer> peers;
    private final Processes processes;
    private final Path scratch;
    private final List<Running> running = new ArrayList<>();
    private final StringBuilder remarks = new StringBuilder();

    private record Running(Peer peer, Instance instance, Path folder, List<Double> seconds) {}

    public EditBench(Path home, Processes processes, Path scratch) {
        this.processes = processes;
        this.scratch = scratch;
        peers = List.of(
                new SpawningDev(home),
                new GunicornReload(home),
                new Devtools("devtools", home, List.of()),
                new Devtools("devtools-quick", home, List.of("poll-interval=100ms", "quiet-period=50ms")),
                new QuarkusDev(home));
    }

    /**
     * Measures, and returns the report.
     *
     * @param warmUps edits of each that are not counted
     * @param edits of each that are
     * @param pause before each edit, in which nobody is asked anything
     */
    public String run(int warmUps, int edits, Duration pause, long seed) throws IOException, InterruptedException {
        start();
        Random random = new Random(seed);
        for (int round = 0; round < warmUps + edits; round++) {
            List<Running> order = new ArrayList<>(running);
            Collections.shuffle(order, random);
            for (Running on : order) {
                Thread.sleep(pause);
                double seconds = edit(on, "World" + (FIRST_WORD + round));
                System.out.printf("%s %.3f s%n", on.peer().name(), seconds);
                if (round >= warmUps) {
                    on.seconds().add(seconds);
                }
            }
        }
        return report(warmUps, edits, pause, seed);
    }

    private void start() throws IOException, InterruptedException {
        for (Peer peer : peers) {
            Path folder = Files.createTempDirectory(scratch, peer.name());
            try {
                running.add(new Running(peer, Instance.start(peer, processes, folder), folder, new ArrayList<>()));
            } catch (DidNotStart e) {
                remarks.append("- %s was left out: %s%n".formatted(peer.name(), e.getMessage()));
            }
        }
    }

    private static double edit(Running on, String word) throws IOException, InterruptedException {
        long saved = System.nanoTime();
        on.peer().save(on.folder(), word);
        while (!answers(on.instance().port(), word)) {
            if (System.nanoTime() - saved > LIMIT.toNanos()) {
                throw new IOException(on.peer().name() + " does not answer " + word + " " + LIMIT.toSeconds()
                        + " s after it was saved; its log ends: "
                        + on.instance().log().reversed().stream().limit(5).toList());
            }
            Thread.sleep(Duration.ofMillis(5));
        }
        return (System.nanoTime() - saved) / 1e9;
    }

    private static boolean answers(int port, String word) {
        try {
            return Connection.once(port, "/", LIMIT).body().contains(word);
        } catch (IOException e) { // it is between two applications
            return false;
        }
    }

    private String report(int warmUps, int edits, Duration pause, long seed) {
        StringBuilder page = new StringBuilder("""
                From the moment in which the edited source is saved, by a rename, to the end of the first answer of the new code. A client asks on new
                connections, 5 ms after each answer. %d edits of each after %d that do not count, in an order drawn anew for each round (seed %d), %d s apart;
                all run at once, and those that are not edited are idle.

                | contender | median s | smallest | largest | against spawning | settings |
                | --- | --- | --- | --- | --- | --- |
                """.formatted(edits, warmUps, seed, pause.toSeconds()));
        double ours = running.stream()
                .filter(on -> on.peer() instanceof SpawningDev)
                .mapToDouble(on -> Summary.of(on.seconds()).median())
                .findFirst()
                .orElse(Double.NaN);
        running.forEach(on -> {
            Summary of = Summary.of(on.seconds());
            page.append("| %s | %.2f | %.2f | %.2f | %.1f | %s |%n"
                    .formatted(
                            on.peer().name(),
                            of.median(),
                            of.min(),
                            of.max(),
                            of.median() / ours,
                            on.peer().settings()));
        });
        return page + "\n" + remarks;
    }
}
