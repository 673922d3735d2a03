// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the trees of one watcher share.
 *
 * @param unwatchable says why the kernel does not tell about changes at this path (the type of its file system), or null
 */
record Surroundings(
        FolderWatches watches,
        Differences differences,
        Warnings warnings,
        Function<Path, @Nullable String> unwatchable) {}
