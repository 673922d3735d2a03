// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.WatchList;
import spawning.protocol.WatchList.Revisions;

/** A watcher at work on real files, and what it says. */
final class Watching implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final BlockingQueue<ReloaderMessage> messages = new LinkedBlockingQueue<>();
    private final FileWatcher watcher;
    private final Thread thread;
    private final Path mark;
    private int marks;

    /** In a folder that is the working directory, with a file of its own to prove that nothing else was said. */
    Watching(Path folder) throws IOException {
        this(folder, FileSystemKind::unwatchable);
    }

    Watching(Path folder, Function<Path, @Nullable String> unwatchable) throws IOException {
        mark = Files.writeString(folder.resolve("mark"), "");
        watcher = new FileWatcher(messages::add, folder, unwatchable);
        thread = Thread.ofPlatform().name("files").start(watcher);
    }

    /** Orders it, and returns how it says that it does. */
    String watch(Path... paths) throws InterruptedException {
        return watch(Instant.now().plusSeconds(3600), List.of(), List.of(), paths);
    }

    String watch(Instant since, List<String> patterns, List<Path> leftOut, Path... paths) throws InterruptedException {
        List<Path> all = new ArrayList<>(List.of(paths));
        all.add(mark);
        watcher.watch(new WatchList(all, patterns, leftOut, Revisions.NONE, List.of(), since));
        while (true) {
            ReloaderMessage message = next();
            if (message instanceof ReloaderMessage.Watching(String what)) {
                return what;
            }
            early.add(message);
        }
    }

    private final List<ReloaderMessage> early = new ArrayList<>();

    /** What was said before it said that it watches. */
    List<ReloaderMessage> early() {
        return early;
    }

    ReloaderMessage next() throws InterruptedException {
        ReloaderMessage message = messages.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(message).as("nothing said within %s", SOON).isNotNull();
        return message;
    }

    void assertChanged(String what) throws InterruptedException {
        assertThat(next()).isEqualTo(new ReloaderMessage.Changed(what));
    }

    /** All that happened before is told already, or means nothing. */
    void assertNothingElse() throws IOException, InterruptedException {
        Files.writeString(mark, "x".repeat(++marks));
        assertChanged("mark");
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            assertThat(thread.join(SOON)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
