// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.edit.EditBench;
import spawning.benchmarks.report.ResultFiles;

/** Save to first new answer. */
@Command(
        name = "edit",
        mixinStandardHelpOptions = true,
        description = "Seconds from a saved edit to the first new answer: about five minutes.")
final class EditCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [edit]")
    private String name = "edit";

    @Option(names = "--edits", description = "Of each contender. [11]")
    private int edits = 11;

    @Option(names = "--warm-ups", description = "Edits of each before those that count. [3]")
    private int warmUps = 3;

    @Option(names = "--pause", description = "Seconds before each edit. [3]")
    private int pause = 3;

    @Option(names = "--seed", description = "Of the order. [1]")
    private long seed = 1;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.describe(Main.home());
        try (Stage stage = new Stage()) {
            EditBench bench = new EditBench(Main.home(), stage.processes(), stage.scratch());
            String page = bench.run(warmUps, edits, Duration.ofSeconds(pause), seed);
            ResultFiles files = ResultFiles.of(Main.home(), name);
            String text = "# Save to first new answer: " + files.stem() + "\n\n" + machine.markdown() + "\n" + page;
            System.out.println(text + "\n" + files.write("md", text));
        }
        return 0;
    }
}
