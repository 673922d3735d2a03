// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Why a tree wants to hear of a folder's entries.
 *
 * @param tree who wants to hear
 * @param look the folder of the tree that is to be looked at then
 * @param only the one entry that matters; null for all
 * @param as the name under which that entry is known in the folder {@code look}; null for its own
 */
record Interest(
        Tree tree,
        Path look,
        @Nullable String only,
        @Nullable String as) {
    /** All entries of the folder itself. */
    static Interest inAll(Tree tree, Path folder) {
        return new Interest(tree, folder, null, null);
    }

    /** One entry elsewhere, on which the tree's entry of the name {@code as} depends. */
    static Interest inOne(Tree tree, Path look, String only, String as) {
        return new Interest(tree, look, only, as);
    }

    /**
     * An entry changed.
     *
     * @param name null when it is not known which
     * @return whether it matters
     */
    boolean touched(@Nullable String name) {
        if (only != null && as != null) {
            return (name == null || name.equals(only)) && tree.touch(look, as);
        }
        return name == null ? tree.touchAll(look) : tree.touch(look, name);
    }
}
