// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import spawning.reloader.files.FolderWatches.Refused;

/** The folders of a tree and what was last seen in them. A folder is watched before it is listed, so nothing falls between. */
final class Folders {
    private final Tree tree;
    private final Surroundings surroundings;
    private final Map<Path, Listing> listings = new HashMap<>();

    Folders(Tree tree, Surroundings surroundings) {
        this.tree = tree;
        this.surroundings = surroundings;
    }

    boolean contains(Path folder) {
        return listings.containsKey(folder);
    }

    int files() {
        return listings.values().stream()
                .mapToInt(listing -> listing.files().size())
                .sum();
    }

    /**
     * Looks at a folder, at its new folders, and when asked at all folders below.
     *
     * @param mode whether what is seen counts as changed
     */
    void look(Path folder, boolean deep, Mode mode) throws Refused {
        Listing before = listings.get(folder);
        Listing now;
        try {
            watch(folder);
            now = Listing.of(folder, tree, mode.since());
        } catch (IOException e) {
            unlisted(folder, mode);
            return;
        }
        surroundings.warnings().over(folder);
        listings.put(folder, now);
        watchLinks(folder, now);
        compareFiles(folder, before, now, mode);
        boolean other = before == null || !before.key().equals(now.key());
        lookBelow(folder, before, now, deep || other, mode);
    }

    private void watch(Path folder) throws Refused {
        if (tree.isWatched()) {
            var _ = surroundings.watches().watch(folder, Interest.inAll(tree, folder));
        }
    }

    /** It cannot be read: what it held is kept, for nobody knows whether that changed. Or it is gone. */
    private void unlisted(Path folder, Mode mode) {
        if (!Files.isDirectory(folder)) {
            drop(folder, mode);
        } else {
            surroundings
                    .warnings()
                    .say(folder, folder + " cannot be read; changes below it are seen once it can be read again");
        }
    }

    private void watchLinks(Path folder, Listing now) throws Refused {
        Set<Path> used = new HashSet<>(Set.of(folder));
        if (!tree.isWatched()) {
            return;
        }
        for (String link : now.links()) {
            for (LinkChain.Step step : LinkChain.links(folder.resolve(link))) {
                if (used.add(step.folder()) || !step.folder().equals(folder)) {
                    var _ = surroundings
                            .watches()
                            .watch(step.folder(), Interest.inOne(tree, folder, step.name(), link));
                }
            }
        }
        surroundings.watches().retain(tree, folder, used);
    }

    private void compareFiles(Path folder, @Nullable Listing before, Listing now, Mode mode) {
        Map<String, Long> old = before == null ? Map.of() : before.files();
        now.files().forEach((name, stamp) -> {
            long was = old.getOrDefault(name, Fingerprint.ABSENT);
            if (was != stamp) {
                seen(folder.resolve(name), was, stamp, mode, now.fresh().contains(name));
            }
        });
        old.forEach((name, stamp) -> {
            if (!now.files().containsKey(name)) {
                seen(folder.resolve(name), stamp, Fingerprint.ABSENT, mode, false);
            }
        });
    }

    private void seen(Path path, long before, long now, Mode mode, boolean fresh) {
        if (mode.counts()) {
            surroundings.differences().note(path, before, now);
        } else if (fresh) {
            surroundings.differences().note(path, Fingerprint.UNSEEN, now);
        }
    }

    private void seenFolder(Path path, long before, long now, Mode mode) {
        if (mode.counts()) {
            surroundings.differences().noteFolder(path, before, now);
        }
    }

    private void lookBelow(Path folder, @Nullable Listing before, Listing now, boolean deep, Mode mode) throws Refused {
        Map<String, Object> old = before == null ? Map.of() : before.folders();
        for (String name : List.copyOf(old.keySet())) {
            if (!now.folders().containsKey(name)) {
                Path sub = folder.resolve(name);
                seenFolder(sub, Fingerprint.FOLDER, Fingerprint.ABSENT, mode);
                drop(sub, mode);
            }
        }
        for (Map.Entry<String, Object> entry : now.folders().entrySet()) {
            Path sub = folder.resolve(entry.getKey());
            Object was = old.get(entry.getKey());
            if (was == null) {
                seenFolder(sub, Fingerprint.ABSENT, Fingerprint.FOLDER, mode);
            }
            boolean other = !entry.getValue().equals(was) || !listings.containsKey(sub);
            if ((deep || other) && !isLoop(folder, entry.getValue())) {
                if (now.links().contains(entry.getKey())) {
                    tree.checkFileSystem(sub);
                }
                look(sub, deep || other, mode);
            }
        }
    }

    /** A link to a folder in which it lies itself. */
    private boolean isLoop(Path folder, Object key) {
        for (Path at = folder; at != null; at = at.getParent()) {
            Listing above = listings.get(at);
            if (above == null) {
                return false;
            }
            if (above.key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** A folder is gone, with all that it held. */
    void drop(Path folder, Mode mode) {
        Listing gone = listings.remove(folder);
        surroundings.watches().forget(tree, folder);
        surroundings.warnings().over(folder);
        if (gone == null) {
            return;
        }
        gone.files().forEach((name, stamp) -> seen(folder.resolve(name), stamp, Fingerprint.ABSENT, mode, false));
        gone.folders().keySet().forEach(name -> {
            Path sub = folder.resolve(name);
            seenFolder(sub, Fingerprint.FOLDER, Fingerprint.ABSENT, mode);
            drop(sub, mode);
        });
    }

    /**
     * What to make of what is seen.
     *
     * @param counts whether all that differs from what was seen before counts as changed
     * @param since otherwise only files that changed after this time
     */
    record Mode(boolean counts, Instant since) {
        static final Mode COUNTING = new Mode(true, Instant.MAX);

        static Mode first(Instant since) {
            return new Mode(false, since);
        }
    }
}
