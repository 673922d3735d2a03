// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.Path;
import java.util.List;

/**
 * How paths are named to people: as seen from the working directory, otherwise from the watched folder.
 *
 * @param workingDirectory absolute
 * @param roots the watched paths
 */
record Names(Path workingDirectory, List<Path> roots) {
    String of(Path path) {
        if (path.startsWith(workingDirectory) && !path.equals(workingDirectory)) {
            return workingDirectory.relativize(path).toString();
        }
        return roots.stream()
                .filter(root -> path.startsWith(root) && !path.equals(root))
                .findFirst()
                .map(root -> root.relativize(path).toString())
                .orElse(path.toString());
    }
}
