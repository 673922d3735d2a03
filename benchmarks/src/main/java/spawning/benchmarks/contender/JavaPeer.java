// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Java program of ours, in one process: it has the heap that Spawning's two workers have together.
 *
 * @param arguments after the port
 */
record JavaPeer(String name, Class<?> main, String about, List<String> arguments) implements Contender {
    private static final List<String> FLAGS = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false");

    JavaPeer(String name, Class<?> main, String about) {
        this(name, main, about, List.of());
    }

    @Override
    public String settings() {
        return about + "; " + String.join(" ", FLAGS);
    }

    @Override
    public boolean isJvm() {
        return true;
    }

    @Override
    public int servingProcesses() {
        return 1;
    }

    @Override
    public List<String> command(int port, Path scratch) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "" + port));
        command.addAll(arguments);
        return command;
    }
}
