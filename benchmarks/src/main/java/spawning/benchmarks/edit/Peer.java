// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.edit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import spawning.benchmarks.contender.Contender;

/** A server that notices by itself that the source of its application was saved. */
interface Peer extends Contender {
    /** The greeting before the first edit; in each later one is another number of as many digits. */
    String FIRST = "World1000";

    /** Where the source is, in the folder of an instance. */
    String file();

    /** The source that answers {@code Hello, } and this word. */
    String source(String word);

    /** Saves as editors do, by a rename, and does what has to be done by hand or by an editor before it is noticed. */
    default void save(Path scratch, String word) throws IOException {
        Path file = scratch.resolve(file());
        Files.createDirectories(file.getParent());
        Path beside = Files.writeString(file.resolveSibling("saved.tmp"), source(word));
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    default String probe() {
        return "/";
    }

    @Override
    default boolean isJvm() {
        return true;
    }

    @Override
    default int servingProcesses() {
        return 1;
    }
}
