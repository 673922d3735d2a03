// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * What differs from worker to worker, from its command line: {@code <settings> slot=2 lifeline=3,4
 * scoreboard=5,6 listeners=7,8}, and {@code trace-boot=NANOS} at the end where the boot is to be traced.
 *
 * @param settings the file with what all workers of the generation share
 * @param slot the worker's number, from 1
 * @param lifelineIn the descriptor that the controller's messages come from; its EOF means that the controller died
 * @param lifelineOut the descriptor, non-blocking, for messages to the controller
 * @param scoreboard the descriptor of memory shared with the controller
 * @param crew the descriptor of memory shared with the other workers
 * @param listeners descriptors in the order of the listeners of the settings
 * @param traced when this process was started, as {@link System#nanoTime}, if its boot is to be traced
 */
record WorkerArguments(
        Path settings,
        int slot,
        int lifelineIn,
        int lifelineOut,
        int scoreboard,
        int crew,
        List<Integer> listeners,
        OptionalLong traced) {

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException it is not one that the controller writes
     */
    static WorkerArguments parse(String[] args) {
        if (args.length < 5 || args.length > 6) {
            throw new IllegalArgumentException("a worker is started by the controller, as"
                    + " <settings> slot=N lifeline=IN,OUT scoreboard=OWN,CREW listeners=FD,... [trace-boot=NANOS]; got "
                    + Arrays.toString(args));
        }
        List<Integer> lifeline = numbers(args[2], "lifeline");
        List<Integer> boards = numbers(args[3], "scoreboard");
        return new WorkerArguments(
                Path.of(args[0]),
                numbers(args[1], "slot").getFirst(),
                lifeline.get(0),
                lifeline.get(1),
                boards.get(0),
                boards.get(1),
                numbers(args[4], "listeners"),
                args.length == 5
                        ? OptionalLong.empty()
                        : OptionalLong.of(Long.parseLong(value(args[5], "trace-boot"))));
    }

    /** The folder of the generation, in which the settings are. */
    Path generation() {
        Path folder = settings.toAbsolutePath().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    private static List<Integer> numbers(String argument, String key) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : value(argument, key).split(",")) {
            numbers.add(Integer.parseInt(number));
        }
        return numbers;
    }

    private static String value(String argument, String key) {
        if (!argument.startsWith(key + "=")) {
            throw new IllegalArgumentException("expected " + key + "=..., got " + argument);
        }
        return argument.substring(key.length() + 1);
    }
}
