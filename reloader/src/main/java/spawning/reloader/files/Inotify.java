// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's watches, which are inotify's. One inode has one key, whichever paths lead to it. A thread of its own hands on
 * what the kernel tells; all methods belong to the loop's thread.
 */
final class Inotify implements FolderWatches {
    private static final WatchEvent.Kind<?>[] KINDS = {
        StandardWatchEventKinds.ENTRY_CREATE,
        StandardWatchEventKinds.ENTRY_DELETE,
        StandardWatchEventKinds.ENTRY_MODIFY,
    };

    private final Consumer<Touched> sink;
    private final Map<Path, Watched> byPath = new HashMap<>();
    private final Map<WatchKey, Set<Path>> byKey = new HashMap<>();
    private final Map<Tree, Map<Path, Set<Path>>> uses = new HashMap<>();
    private @Nullable WatchService service;

    /** Entries of a watched folder changed; names of which it is not known which are null. */
    record Touched(WatchKey key, List<@Nullable String> names) {}

    private record Watched(WatchKey key, Set<Interest> interests) {}

    /** Starts nothing: that is done when the first folder is to be watched. */
    Inotify(Consumer<Touched> sink) {
        this.sink = sink;
    }

    @Override
    public boolean watch(Path folder, Interest interest) throws Refused {
        WatchKey key = register(folder);
        if (key == null) {
            return false;
        }
        Watched old = byPath.get(folder);
        if (old != null && !old.key().equals(key)) {
            unlink(folder, old.key());
        }
        Set<Interest> interests = old == null ? new HashSet<>() : old.interests();
        interests.add(interest);
        byPath.put(folder, new Watched(key, interests));
        byKey.computeIfAbsent(key, k -> new HashSet<>()).add(folder);
        uses.computeIfAbsent(interest.tree(), t -> new HashMap<>())
                .computeIfAbsent(interest.look(), l -> new HashSet<>())
                .add(folder);
        return true;
    }

    private @Nullable WatchKey register(Path folder) throws Refused {
        WatchService open = open();
        try {
            return folder.register(open, KINDS);
        } catch (IOException e) {
            if (WatchLimit.isReached(e)) {
                throw new Refused(WatchLimit.ofWatches(e));
            }
            return null; // gone, or not readable: whoever lists it finds out
        }
    }

    private WatchService open() throws Refused {
        if (service == null) {
            try {
                WatchService opened = FileSystems.getDefault().newWatchService();
                service = opened;
                Thread.ofPlatform().name("inotify").daemon().start(new InotifyPump(opened, sink));
            } catch (IOException e) {
                throw new Refused(WatchLimit.ofInstances(e));
            }
        }
        return service;
    }

    /** Tells the trees; returns how many of these names matter to any. */
    int dispatch(Touched touched) {
        List<Interest> interests = new ArrayList<>();
        byKey.getOrDefault(touched.key(), Set.of()).forEach(path -> {
            Watched watched = byPath.get(path);
            if (watched != null) {
                interests.addAll(watched.interests());
            }
        });
        int mattered = 0;
        for (String name : touched.names()) {
            boolean matters = false;
            for (Interest interest : interests) {
                matters |= interest.touched(name);
            }
            mattered += matters ? 1 : 0;
        }
        return mattered;
    }

    @Override
    public void forget(Tree tree, Path look) {
        retain(tree, look, Set.of());
    }

    @Override
    public void retain(Tree tree, Path look, Set<Path> folders) {
        Map<Path, Set<Path>> looks = uses.getOrDefault(tree, Map.of());
        Set<Path> used = looks.get(look);
        if (used == null) {
            return;
        }
        for (Path folder : List.copyOf(used)) {
            if (!folders.contains(folder)) {
                used.remove(folder);
                drop(folder, tree, look);
            }
        }
        if (used.isEmpty()) {
            looks.remove(look);
        }
    }

    @Override
    public void forget(Tree tree) {
        for (Path look : List.copyOf(uses.getOrDefault(tree, Map.of()).keySet())) {
            forget(tree, look);
        }
        uses.remove(tree);
    }

    private void drop(Path folder, Tree tree, Path look) {
        Watched watched = byPath.get(folder);
        if (watched == null) {
            return;
        }
        watched.interests()
                .removeIf(interest -> interest.tree() == tree && interest.look().equals(look));
        if (watched.interests().isEmpty()) {
            byPath.remove(folder);
            unlink(folder, watched.key());
        }
    }

    private void unlink(Path folder, WatchKey key) {
        Set<Path> paths = byKey.get(key);
        if (paths != null && paths.remove(folder) && paths.isEmpty()) {
            byKey.remove(key);
            key.cancel();
        }
    }

    /** Ends the thread and gives the kernel its watches back. */
    void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException | ClosedWatchServiceException e) {
                throw new IllegalStateException("the watch service does not close", e);
            }
        }
    }
}
