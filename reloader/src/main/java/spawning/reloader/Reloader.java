// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.nio.file.Path;
import java.util.function.Consumer;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.WatchList;
import spawning.reloader.files.FileWatcher;
import spawning.reloader.revision.Command;
import spawning.reloader.revision.RevisionWatcher;

/** Watches what it is told to, files and revisions, each on a thread of its own. */
final class Reloader implements AutoCloseable {
    private final Command command = new Command();
    private final FileWatcher files;
    private final RevisionWatcher revisions;

    /**
     * Watches nothing yet.
     *
     * @param sink is called on either thread
     */
    Reloader(Consumer<ReloaderMessage> sink) {
        files = new FileWatcher(sink, Path.of("").toAbsolutePath());
        revisions = new RevisionWatcher(sink, command);
    }

    void start() {
        Thread.ofPlatform().name("files").daemon().start(files);
        Thread.ofPlatform().name("revisions").daemon().start(revisions);
    }

    void watch(WatchList list) {
        files.watch(list);
        revisions.watch(list);
    }

    /** Kills the children; the threads end with the process. */
    @Override
    public void close() {
        command.close();
    }
}
