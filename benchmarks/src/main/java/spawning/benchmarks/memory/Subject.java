// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Spawning;

/**
 * Spawning with its own defaults, and that many workers.
 *
 * @param name of the application, for people
 * @param war the web application; empty is the servlet of the benchmarks
 * @param probe a path that it answers without an error
 */
record Subject(String name, Path home, String war, String probe, int processes) implements Contender {
    @Override
    public String settings() {
        return "bin/spawning -s " + processes + " -t 4";
    }

    @Override
    public boolean isJvm() {
        return true;
    }

    @Override
    public int servingProcesses() {
        return processes;
    }

    @Override
    public List<String> command(int port, Path scratch) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin/spawning").toString());
        command.addAll(List.of("-s", "" + processes, "-t", "4", "-l", "/dev/null"));
        command.addAll(List.of("--state", scratch.toString(), "-p", "" + port));
        command.addAll(war.isEmpty() ? Spawning.servletArguments(scratch) : List.of(war));
        return command;
    }
}
