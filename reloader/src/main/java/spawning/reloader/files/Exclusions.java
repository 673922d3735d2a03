// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.Path;
import java.util.List;

/**
 * Which paths mean nothing: by their names, and those left out on demand.
 *
 * @param leftOut absolute paths, with all below them
 */
record Exclusions(List<Path> leftOut) {
    boolean covers(Path path) {
        Path name = path.getFileName();
        return (name != null && IgnoredNames.matches(name.toString()))
                || leftOut.stream().anyMatch(path::startsWith);
    }
}
