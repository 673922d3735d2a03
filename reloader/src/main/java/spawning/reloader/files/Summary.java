// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import spawning.reloader.files.Tree.State;

/** For people: {@code 3 folders and 2 files by inotify, 1 folder polled}. */
final class Summary {
    private Summary() {}

    static String of(List<Tree> trees) {
        List<String> parts = new ArrayList<>();
        String watched = counts(trees.stream().filter(Tree::isWatched).toList());
        String polled = counts(trees.stream().filter(tree -> !tree.isWatched()).toList());
        if (!watched.isEmpty()) {
            parts.add(watched + " by inotify");
        }
        if (!polled.isEmpty()) {
            parts.add(polled + " polled");
        }
        long missing = count(
                trees, tree -> tree.state() == State.MISSING && tree.root().pattern() == null);
        if (missing > 0) {
            parts.add(missing + " waited for");
        }
        return parts.isEmpty() ? "no files" : String.join(", ", parts);
    }

    private static String counts(List<Tree> trees) {
        List<String> parts = new ArrayList<>();
        add(parts, "folder", count(trees, tree -> isPlain(tree) && tree.state() == State.FOLDER));
        add(parts, "file", count(trees, tree -> isPlain(tree) && tree.state() == State.FILE));
        add(parts, "pattern", count(trees, tree -> !isPlain(tree)));
        return String.join(" and ", parts);
    }

    private static boolean isPlain(Tree tree) {
        return tree.root().pattern() == null;
    }

    private static long count(List<Tree> trees, Predicate<Tree> which) {
        return trees.stream().filter(which).count();
    }

    private static void add(List<String> parts, String what, long count) {
        if (count > 0) {
            parts.add(count + " " + what + (count == 1 ? "" : "s"));
        }
    }
}
