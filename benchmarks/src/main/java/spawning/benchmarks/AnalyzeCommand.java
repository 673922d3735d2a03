// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.analyze.AnalyzeBench;
import spawning.benchmarks.report.ResultFiles;

/** The log analyzer beside awk. */
@Command(
        name = "analyze",
        mixinStandardHelpOptions = true,
        description = "spawning-ctl analyze and awk count the same access log: about two minutes.")
final class AnalyzeCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [analyze]")
    private String name = "analyze";

    @Option(names = "--lines", description = "Of the log. [5000000]")
    private int lines = 5_000_000;

    @Option(names = "--rounds", description = "How often each counts it. [5]")
    private int rounds = 5;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Machine machine = Machine.describe(Main.home());
        try (Stage stage = new Stage()) {
            Path log = stage.scratch().resolve("access.log");
            String page = new AnalyzeBench(Main.home(), stage.processes(), log).run(lines, rounds);
            ResultFiles files = ResultFiles.of(Main.home(), name);
            String text = "# The log analyzer: " + files.stem() + "\n\n" + machine.markdown() + "\n" + page;
            System.out.println(text + "\n" + files.write("md", text));
        }
        return 0;
    }
}
