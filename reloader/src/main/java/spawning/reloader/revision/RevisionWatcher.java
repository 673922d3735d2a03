// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.WatchList;
import spawning.protocol.WatchList.Revisions;
import spawning.reloader.files.Warnings;

/** The loop that watches revisions; on a thread of its own, for git and Subversion may take their time. */
public final class RevisionWatcher implements Runnable {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration TICK = Duration.ofMillis(10);

    private final BlockingQueue<WatchList> mailbox = new LinkedBlockingQueue<>();
    private final Consumer<ReloaderMessage> sink;
    private final Command command;
    private final Warnings warnings;
    private final Map<Path, WatchedCopy> copies = new LinkedHashMap<>();
    private @Nullable VersionControl control;

    /**
     * Watches nothing yet.
     *
     * @param sink is called on the loop's thread
     */
    public RevisionWatcher(Consumer<ReloaderMessage> sink, Command command) {
        this.sink = sink;
        this.command = command;
        this.warnings = new Warnings(sink);
    }

    /** Watches the revisions of this list instead. Any thread. */
    public void watch(WatchList list) {
        mailbox.add(list);
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                WatchList list =
                        copies.isEmpty() ? mailbox.take() : mailbox.poll(EVERY.toNanos(), TimeUnit.NANOSECONDS);
                boolean told = list == null || apply(list);
                look();
                if (!told) {
                    tellWhatIsWatched();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        List<String> changes = new ArrayList<>();
        for (WatchedCopy copy : copies.values()) {
            String change = copy.look(System.nanoTime());
            if (change != null) {
                changes.add(change);
            }
        }
        if (!changes.isEmpty()) {
            sink.accept(new ReloaderMessage.Changed(String.join(", ", changes)));
        }
    }

    private void tellWhatIsWatched() {
        VersionControl now = control;
        if (now != null) {
            long known = copies.values().stream().filter(WatchedCopy::isKnown).count();
            sink.accept(new ReloaderMessage.Watching(
                    "the revisions of " + known + " " + now.name() + " working " + (known == 1 ? "copy" : "copies")));
        }
    }

    /** Returns whether it has to be told what is watched. */
    private boolean apply(WatchList list) {
        VersionControl wanted = control(list.revisions());
        if (wanted == null || control == null || !wanted.name().equals(control.name())) {
            copies.clear();
            control = wanted;
        }
        VersionControl now = control;
        if (now == null) {
            return true;
        }
        Set<Path> folders = new LinkedHashSet<>();
        list.workingCopies().forEach(folder -> folders.add(top(now, folder)));
        copies.keySet().retainAll(folders);
        Instant since = list.since().minus(TICK);
        folders.forEach(folder -> copies.computeIfAbsent(folder, f -> new WatchedCopy(f, now, warnings, since)));
        return false;
    }

    /** Two folders of one working copy count once. */
    private static Path top(VersionControl control, Path folder) {
        Path top = control.top(folder);
        return top == null ? folder : top;
    }

    private @Nullable VersionControl control(Revisions revisions) {
        return switch (revisions) {
            case NONE -> null;
            case GIT -> new Git(command);
            case SVN -> new Subversion(command);
        };
    }
}
