// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * What somebody needs who looks into the worker from inside.
 *
 * @param application the loaded application
 * @param type the class or interface by which its object can be used, as Java source names it
 * @param loader that loaded it
 * @param classPath jars and folders that code which uses it is compiled against
 */
public record Inside(Object application, String type, ClassLoader loader, List<Path> classPath) {
    public Inside {
        classPath = List.copyOf(classPath);
    }
}
