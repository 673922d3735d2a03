// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.Path;
import java.util.Set;

/** The folders whose entries the kernel tells about. */
interface FolderWatches {
    /**
     * Watches a folder from now on; also when it is watched already, for another folder may have that path by now. A
     * folder that is not there or cannot be read is passed over.
     *
     * @return whether it is watched
     * @throws Refused the kernel watches no more
     */
    boolean watch(Path folder, Interest interest) throws Refused;

    /** What a tree wanted to hear for the sake of this folder of its own no longer matters. */
    void forget(Tree tree, Path look);

    /** Keeps of that only the interests in these folders. */
    void retain(Tree tree, Path look, Set<Path> folders);

    /** Nothing that this tree wanted to hear matters any longer. */
    void forget(Tree tree);

    /** No more watches; the text says of what there are too few, and what to do about it. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String text) {
            super(text);
        }
    }
}
