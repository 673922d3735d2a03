// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** For people: {@code git 1a2b3c4 -> 5d6e7f8 and 1 more}. */
final class RevisionChange {
    private static final Revision NONE = new Revision("none", "none");

    private RevisionChange() {}

    /** Null when nothing changed. */
    static @Nullable String text(
            String control, Path folder, SortedMap<Path, Revision> before, SortedMap<Path, Revision> now) {
        TreeSet<Path> all = new TreeSet<>(before.keySet());
        all.addAll(now.keySet());
        List<Path> changed = all.stream()
                .filter(path -> !id(before, path).equals(id(now, path)))
                .toList();
        if (changed.isEmpty()) {
            return null;
        }
        Path first = changed.getFirst();
        String more = changed.size() > 1 ? " and " + (changed.size() - 1) + " more" : "";
        return control + " " + name(all.getFirst(), first)
                + step(before.getOrDefault(first, NONE), now.getOrDefault(first, NONE)) + more;
    }

    private static String id(SortedMap<Path, Revision> revisions, Path path) {
        return revisions.getOrDefault(path, NONE).id();
    }

    /** Those within the working copy are named by where they lie in it. */
    private static String name(Path top, Path path) {
        if (path.equals(top)) {
            return "";
        }
        return (path.startsWith(top) ? top.relativize(path) : path) + " ";
    }

    private static String step(Revision before, Revision now) {
        return before.name().equals(now.name())
                ? now.name() + " with other files in earlier revisions"
                : before.name() + " -> " + now.name();
    }
}
