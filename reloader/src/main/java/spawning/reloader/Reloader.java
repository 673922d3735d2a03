// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.WatchList;
import spawning.reloader.files.FileWatcher;
import spawning.reloader.revision.Command;
import spawning.reloader.revision.RevisionWatcher;

/** Watches what it is told to, files and revisions, each on a thread of its own. */
final class Reloader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Command command = new Command();
    private final FileWatcher files;
    private final RevisionWatcher revisions;
    private final Thread fileThread;
    private final Thread revisionThread;

    /**
     * Watches nothing yet.
     *
     * @param sink is called on either thread
     */
    Reloader(Consumer<ReloaderMessage> sink) {
        files = new FileWatcher(sink, Path.of("").toAbsolutePath());
        revisions = new RevisionWatcher(sink, command);
        fileThread = Thread.ofPlatform().name("files").daemon().unstarted(files);
        revisionThread = Thread.ofPlatform().name("revisions").daemon().unstarted(revisions);
    }

    void start() {
        fileThread.start();
        revisionThread.start();
    }

    void watch(WatchList list) {
        files.watch(list);
        revisions.watch(list);
    }

    /** Kills the children and stops listening to the kernel: the JVM's exit waits 0.3 s for a thread that does. */
    @Override
    public void close() {
        command.close();
        fileThread.interrupt();
        try {
            var _ = fileThread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
