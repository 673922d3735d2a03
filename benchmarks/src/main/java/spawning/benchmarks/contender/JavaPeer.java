// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program of ours, in one process: it has the heap that Spawning's two workers have together.
 *
 * @param heap options of the JVM
 * @param arguments between the port and the folder of the instance
 */
public record JavaPeer(String name, Class<?> main, String about, List<String> heap, List<String> arguments)
        implements Contender {
    private static final List<String> FIXED_HEAP = List.of("-Xms512m", "-Xmx512m");
    private static final List<String> FLAGS = List.of(
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=false");

    JavaPeer(String name, Class<?> main, String about) {
        this(name, main, about, List.of());
    }

    JavaPeer(String name, Class<?> main, String about, List<String> arguments) {
        this(name, main, about, FIXED_HEAP, arguments);
    }

    /** The same with the heap that the JVM chooses. */
    public JavaPeer withDefaultHeap() {
        return new JavaPeer(name, main, about, List.of(), arguments);
    }

    @Override
    public String settings() {
        return about + "; " + String.join(" ", flags());
    }

    private List<String> flags() {
        return Stream.concat(heap.stream(), FLAGS.stream()).toList();
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
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "" + port));
        command.addAll(arguments);
        command.add(scratch.toString());
        return command;
    }
}
