// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing to watch.
 *
 * @param path the file, or the folder with all below it; absolute
 * @param pattern an absolute glob: only what matches it counts, and of folders that match all they hold; null for all
 */
record Root(Path path, @Nullable String pattern) {
    private static final Pattern WILD = Pattern.compile("[*?\\[{\\\\]");

    static Root of(Path path) {
        return new Root(path.normalize(), null);
    }

    /**
     * The folder in which all that matches must lie.
     *
     * @throws IllegalArgumentException the glob is none; the text says why
     */
    static Root ofPattern(String pattern) {
        Path base = Path.of("/");
        for (Path part : Path.of(pattern)) {
            if (WILD.matcher(part.toString()).find()) {
                break;
            }
            base = base.resolve(part);
        }
        Root root = new Root(base, pattern);
        var _ = root.filter();
        return root;
    }

    Filter filter() {
        return pattern == null
                ? new Filter(path, null, 0)
                : new Filter(
                        path,
                        FileSystems.getDefault().getPathMatcher("glob:" + pattern),
                        pattern.contains("**")
                                ? Integer.MAX_VALUE
                                : Path.of(pattern).getNameCount());
    }

    /**
     * What of a root's folder counts.
     *
     * @param depth number of names in the longest path that can match
     */
    record Filter(Path root, @Nullable PathMatcher matcher, int depth) {
        boolean wants(Path file) {
            return matcher == null || within(file);
        }

        boolean enters(Path folder) {
            return matcher == null || folder.getNameCount() < depth || within(folder);
        }

        private boolean within(Path path) {
            for (Path at = path; at != null && at.startsWith(root); at = at.getParent()) {
                if (matcher == null || matcher.matches(at)) {
                    return true;
                }
            }
            return false;
        }
    }
}
