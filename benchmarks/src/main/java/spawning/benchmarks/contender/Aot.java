// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.contender;

import java.nio.file.Path;
import java.util.List;

/**
 * Spawning with and without the AOT cache of its workers.
 *
 * @param known whether this tree has the option
 */
public record Aot(boolean known) {
    public static Aot of(Path home) {
        return new Aot(Spawning.knows(home, Spawning.AOT));
    }

    /** The variant without a cache, which is all there is where the option is not known. */
    public Spawning off(Spawning spawning) {
        return known ? spawning.with("-off", List.of(Spawning.AOT_OFF)) : spawning;
    }

    /** The variant that has to have a cache. */
    public Spawning required(Spawning spawning) {
        return spawning.with("-aot", List.of("--aot=require"));
    }
}
