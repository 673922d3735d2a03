// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.memory;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import spawning.benchmarks.contender.Contender;

/**
 * Something that serves with more and more processes.
 *
 * @param contenders makes all that have to be started for so many of them: one that has workers, or as many as there are to be
 * @param sizes numbers of serving processes, ascending
 */
public record Subject(String name, IntFunction<List<Contender>> contenders, List<Integer> sizes) {
    /** One that has workers of its own. */
    static Subject workers(String name, IntFunction<Contender> contender, List<Integer> sizes) {
        return new Subject(name, size -> List.of(contender.apply(size)), sizes);
    }

    /** One that is started as often as there are to be processes. */
    static Subject copies(String name, Contender contender, List<Integer> sizes) {
        return new Subject(
                name, size -> IntStream.range(0, size).mapToObj(i -> contender).toList(), sizes);
    }
}
