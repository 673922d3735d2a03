// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.memory.MemoryBench;
import spawning.benchmarks.report.ResultFiles;

/** Memory and start of servlets. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "PSS and start of each worker that serves a servlet or a web application: about a minute.")
final class MemoryCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [memory]")
    private String name = "memory";

    @Option(names = "--war", description = "A web application to measure as well.")
    private String war = "";

    @Option(names = "--probe", description = "A path that it answers without an error. [/]")
    private String probe = "/";

    @Option(names = "--workers", split = ",", description = "Numbers of workers, ascending. [1,2,4]")
    private List<Integer> workers = List.of(1, 2, 4);

    @Option(names = "--rounds", description = "How often each is started. [3]")
    private int rounds = 3;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.describe(Main.home());
        try (Stage stage = new Stage()) {
            MemoryBench bench = new MemoryBench(Main.home(), stage.processes(), stage.scratch(), workers, rounds);
            String page = bench.run(war, probe);
            ResultFiles files = ResultFiles.of(Main.home(), name);
            String text = "# Memory and start of servlets: " + files.stem() + "\n\n" + machine.markdown() + "\n" + page;
            System.out.println(text + "\n" + files.write("md", text));
        }
        return 0;
    }
}
