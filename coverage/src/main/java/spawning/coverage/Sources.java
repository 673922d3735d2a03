// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.coverage;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jacoco.report.ISourceFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * Where the sources of classes are.
 *
 * @param places trees that begin with the packages, or single files
 * @param newest what changed after this, in milliseconds of the epoch, is not what runs, and is not shown
 */
record Sources(List<Path> places, long newest) implements ISourceFileLocator {
    @Override
    public @Nullable Reader getSourceFile(String packageName, String fileName) throws IOException {
        for (Path place : places) {
            Path file = Files.isDirectory(place) ? place.resolve(packageName).resolve(fileName) : place;
            if (file.endsWith(fileName)
                    && Files.isRegularFile(file)
                    && Files.getLastModifiedTime(file).toMillis() <= newest) {
                // not by a reader of files, which refuses what is not UTF-8
                return new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            }
        }
        return null;
    }

    @Override
    public int getTabWidth() {
        return 4;
    }
}
