// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import spawning.benchmarks.memory.Costs;
import spawning.benchmarks.memory.MemoryBench;
import spawning.benchmarks.memory.MemoryReport;
import spawning.benchmarks.memory.Subject;
import spawning.benchmarks.memory.Subjects;

/** Memory of more and more processes. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "PSS of 1, 2, 4 and 8 processes, idle and after a load, beside peers: about ten minutes.")
final class MemoryCommand implements Callable<Integer> {
    @Option(names = "--name", description = "In the name of the results. [memory]")
    private String name = "memory";

    @Option(names = "--war", description = "A web application to measure as well.")
    private String war = "";

    @Option(names = "--probe", description = "A path that it answers without an error. [/]")
    private String probe = "/";

    @Option(names = "--workers", split = ",", description = "Numbers of processes, ascending. [1,2,4,8]")
    private List<Integer> workers = List.of(1, 2, 4, 8);

    @Option(names = "--only", split = ",", description = "Subjects whose names begin so, such as spawning,puma.")
    private List<String> only = List.of("");

    @Option(names = "--rounds", description = "How often each is started. [3]")
    private int rounds = 3;

    @Option(names = "--load", description = "Seconds of wrk before memory is read again; 0 is none. [4]")
    private int load = 4;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Paper paper = new Paper(name, "Memory");
        Path home = Main.home();
        List<Subject> subjects = new ArrayList<>(Subjects.all(home, workers));
        if (!war.isEmpty()) {
            subjects.add(Subjects.war(home, war, probe, workers));
        }
        subjects.removeIf(subject -> only.stream().noneMatch(subject.name()::startsWith));
        try (Stage stage = new Stage()) {
            MemoryBench bench = new MemoryBench(home, stage.processes(), stage.scratch(), Duration.ofSeconds(load));
            Costs costs = bench.run(subjects, rounds);
            MemoryReport report = new MemoryReport(costs, subjects);
            paper.csv(report.csv());
            paper.chart(report.svg(name));
            paper.page(report.markdown());
        }
        return 0;
    }
}
