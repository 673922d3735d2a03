// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.DidNotStart;
import spawning.benchmarks.contender.Instance;
import spawning.benchmarks.contender.Processes;
import spawning.benchmarks.load.Connection;

/** Opens keep-alive connections, all of which stay, and asks on each who has taken it. */
public final class FairnessBench {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Processes processes;
    private final Path scratch;
    private final int connections;
    private final int rounds;

    public FairnessBench(Processes processes, Path scratch, int connections, int rounds) {
        this.processes = processes;
        this.scratch = scratch;
        this.connections = connections;
        this.rounds = rounds;
    }

    /**
     * Starts the contender and measures.
     *
     * @param bursts how many connections are opened before the first of them is asked; 1 is one by one
     */
    public List<Fairness> run(Contender contender, List<Integer> bursts)
            throws IOException, InterruptedException, DidNotStart {
        try (Instance instance = Instance.start(contender, processes, Files.createTempDirectory(scratch, "f"))) {
            instance.awaitAll();
            List<Fairness> measured = new ArrayList<>();
            for (int burst : bursts) {
                List<Spread> spreads = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    spreads.add(open(instance.port(), burst));
                    System.out.println(contender.name() + ", bursts of " + burst + ": " + spreads.getLast());
                }
                measured.add(new Fairness(contender, burst, spreads));
            }
            return measured;
        }
    }

    private Spread open(int port, int burst) throws IOException {
        List<Connection> open = new ArrayList<>();
        List<String> pids = new ArrayList<>();
        try {
            while (open.size() < connections) {
                int first = open.size();
                int last = Math.min(connections, first + burst);
                for (int i = first; i < last; i++) {
                    open.add(Connection.open(port, PATIENCE));
                }
                for (Connection connection : open.subList(first, last)) {
                    connection.send("/pid");
                }
                for (Connection connection : open.subList(first, last)) {
                    pids.add(connection.receive().body());
                }
            }
            return Spread.of(pids);
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
    }
}
