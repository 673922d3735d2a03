// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What differs from the state that was last told: what changes and changes back before it is told is no difference.
 * Each path's states are {@linkplain Fingerprint fingerprints}.
 */
final class Differences {
    private record Change(long before, long now, boolean folder) {}

    private final Map<Path, Change> changes = new HashMap<>();
    private long noted;

    /** What a file was and is. */
    void note(Path path, long before, long now) {
        note(path, before, now, false);
    }

    /** What a folder was and is, apart from what it holds. */
    void noteFolder(Path path, long before, long now) {
        note(path, before, now, true);
    }

    private void note(Path path, long before, long now, boolean folder) {
        if (before == now) {
            return;
        }
        noted++;
        Change earlier = changes.get(path);
        long told = earlier == null ? before : earlier.before();
        if (told == now) {
            changes.remove(path);
        } else {
            changes.put(path, new Change(told, now, folder));
        }
    }

    /** Grows with each change noted, also with one that takes another back. */
    long noted() {
        return noted;
    }

    boolean isEmpty() {
        return changes.isEmpty();
    }

    /** All is told. */
    void clear() {
        changes.clear();
    }

    /** For people: {@code src/Shop.java and 3 more}. Folders are named only when no file changed. */
    String text(Names names) {
        List<Path> files = paths(false);
        List<Path> shown = files.isEmpty() ? paths(true) : files;
        String first = names.of(shown.getFirst());
        return shown.size() == 1 ? first : first + " and " + (shown.size() - 1) + " more";
    }

    private List<Path> paths(boolean folders) {
        return changes.entrySet().stream()
                .filter(change -> folders == change.getValue().folder())
                .map(Map.Entry::getKey)
                .sorted(Comparator.naturalOrder())
                .toList();
    }
}
