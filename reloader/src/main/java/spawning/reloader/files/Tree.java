// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import spawning.protocol.FileStamp;
import spawning.reloader.files.FolderWatches.Refused;
import spawning.reloader.files.Folders.Mode;

/**
 * One watched file or folder: what it held when it was last looked at, and where to look again. A root that is gone is no
 * change; what it holds when it is back is compared with what it held before.
 */
final class Tree implements Listing.Filter {
    /** What is at the root. */
    enum State {
        MISSING,
        UNREADABLE,
        FILE,
        FOLDER
    }

    private final Root root;
    private final Root.Filter filter;
    private final Surroundings surroundings;
    private final Folders folders;
    private final Map<Path, Boolean> dirty = new TreeMap<>();
    private Exclusions exclusions;
    private State state = State.MISSING;
    private long stamp = Fingerprint.ABSENT;
    private long real = Fingerprint.ABSENT;
    private boolean approachDirty = true;
    private boolean approachWatched;
    private boolean polled;

    Tree(Root root, Exclusions exclusions, Surroundings surroundings) {
        this.root = root;
        this.filter = root.filter();
        this.exclusions = exclusions;
        this.surroundings = surroundings;
        this.folders = new Folders(this, surroundings);
    }

    Root root() {
        return root;
    }

    State state() {
        return state;
    }

    int files() {
        return folders.files();
    }

    /** Whether the kernel tells about its changes. */
    boolean isWatched() {
        return !polled;
    }

    /** Whether the root may come, go or turn into another without a word of the kernel. */
    boolean needsCheck() {
        return !polled && (state == State.MISSING || state == State.UNREADABLE || !approachWatched);
    }

    boolean isDirty() {
        return approachDirty || !dirty.isEmpty();
    }

    @Override
    public boolean excludes(Path entry) {
        return exclusions.covers(entry);
    }

    @Override
    public boolean wants(Path file) {
        return filter.wants(file);
    }

    @Override
    public boolean enters(Path folder) {
        return filter.enters(folder);
    }

    /** Something happened to the entry of a folder; returns whether it matters. */
    boolean touch(Path folder, String name) {
        Path entry = folder.resolve(name);
        if (entry.equals(root.path())) {
            approachDirty = true;
            dirty.put(entry, true);
            return true;
        }
        if (excludes(entry) || !(wants(entry) || enters(entry))) {
            return false;
        }
        dirty.putIfAbsent(folder, false);
        if (folders.contains(entry)) {
            dirty.put(entry, true);
        }
        return true;
    }

    /** Too much happened in a folder to tell what. */
    boolean touchAll(Path folder) {
        approachDirty = true;
        dirty.put(folder, true);
        return true;
    }

    /** Looks wherever something happened. */
    void look(Mode mode) {
        try {
            lookAtRoot(mode);
            if (state == State.FOLDER) {
                for (Map.Entry<Path, Boolean> folder : List.copyOf(dirty.entrySet())) {
                    if (folder.getKey().equals(root.path()) || folders.contains(folder.getKey())) {
                        folders.look(folder.getKey(), folder.getValue(), mode);
                    }
                }
            }
            dirty.clear();
        } catch (Refused e) {
            poll(FolderWatches.class, e.getMessage() + "; until then such folders are polled");
            lookEverywhere(mode);
        }
    }

    /** Looks at all of it. */
    void lookEverywhere(Mode mode) {
        approachDirty = true;
        dirty.put(root.path(), true);
        look(mode);
    }

    /** From now on other paths are left out: what was seen of them is forgotten, and is no change. */
    void exclude(Exclusions now, Mode first) {
        if (!now.equals(exclusions)) {
            exclusions = now;
            lookEverywhere(first);
        }
    }

    /** The kernel may tell about its changes after all. */
    void watchAgain() {
        if (polled) {
            polled = false;
            lookEverywhere(Mode.COUNTING);
        }
    }

    /** The kernel does not tell of what is there: polls instead. */
    void checkFileSystem(Path path) {
        String type = polled ? null : surroundings.unwatchable().apply(path);
        if (type != null) {
            poll(root, path + " is on " + type + ", of whose changes the kernel does not tell; it is polled");
        }
    }

    private void poll(Object about, String why) {
        polled = true;
        surroundings.watches().forget(this);
        surroundings.warnings().say(about, why);
    }

    private void lookAtRoot(Mode mode) throws Refused {
        Path path = root.path();
        if (approachDirty) {
            watchApproach();
            approachDirty = false;
        }
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (state == State.MISSING || state == State.UNREADABLE) {
                checkFileSystem(path);
                dirty.put(path, true);
                surroundings.warnings().over(root.path());
            }
            compareRealPath(Fingerprint.of(path.toRealPath().toString()), mode);
            if (found.isDirectory()) {
                fileAtRoot(Fingerprint.ABSENT, mode, false);
                state = State.FOLDER;
            } else {
                FileStamp now = FileStamp.of(path);
                fileAtRoot(Fingerprint.of(now.text()), mode, now.changed().isAfter(mode.since()));
                folders.drop(path, mode);
                state = State.FILE;
            }
        } catch (AccessDeniedException e) {
            gone(State.UNREADABLE, " cannot be reached: permission denied; waiting until it can be");
        } catch (IOException e) {
            gone(State.MISSING, " is gone; waiting for it to come back");
        }
    }

    private void gone(State now, String sentence) {
        boolean wasThere = state == State.FILE || state == State.FOLDER;
        if (root.pattern() == null && (wasThere || now == State.UNREADABLE)) {
            surroundings.warnings().say(root.path(), root.path() + sentence);
        }
        state = now;
    }

    private void fileAtRoot(long now, Mode mode, boolean fresh) {
        if (mode.counts()) {
            surroundings.differences().note(root.path(), stamp, now);
        } else if (fresh) {
            surroundings.differences().note(root.path(), Fingerprint.UNSEEN, now);
        }
        stamp = now;
    }

    /** A link on the way that points elsewhere is a change of all that is behind it. */
    private void compareRealPath(long now, Mode mode) {
        if (now != real) {
            if (mode.counts() && real != Fingerprint.ABSENT && stamp == Fingerprint.ABSENT) {
                surroundings.differences().noteFolder(root.path(), real, now);
            }
            real = now;
            dirty.put(root.path(), true);
        }
    }

    private void watchApproach() throws Refused {
        Path parent = root.path().getParent();
        Path name = root.path().getFileName();
        if (polled || parent == null || name == null) {
            approachWatched = true;
            return;
        }
        Set<Path> used = new HashSet<>();
        boolean complete = true;
        for (LinkChain.Step step : LinkChain.all(root.path())) {
            used.add(step.folder());
            complete &= surroundings
                    .watches()
                    .watch(step.folder(), Interest.inOne(this, parent, step.name(), name.toString()));
        }
        surroundings.watches().retain(this, parent, used);
        approachWatched = complete;
    }

    /** No longer to be watched. */
    void close() {
        surroundings.watches().forget(this);
        surroundings.warnings().over(root.path());
    }

    /** Whether what is at the root is not what was seen last; for roots of which the kernel does not tell. */
    boolean rootMoved() {
        @Nullable Path now;
        try {
            now = root.path().toRealPath();
        } catch (IOException e) {
            now = null;
        }
        boolean wasThere = state == State.FILE || state == State.FOLDER;
        return now == null ? wasThere : !wasThere || Fingerprint.of(now.toString()) != real;
    }
}
