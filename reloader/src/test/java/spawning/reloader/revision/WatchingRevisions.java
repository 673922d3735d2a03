// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.reloader.revision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import spawning.protocol.ReloaderMessage;
import spawning.protocol.WatchList;
import spawning.protocol.WatchList.Revisions;

/** A watcher of revisions at work, and what it says. */
final class WatchingRevisions implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final BlockingQueue<ReloaderMessage> messages = new LinkedBlockingQueue<>();
    private final Command command = new Command();
    private final RevisionWatcher watcher = new RevisionWatcher(messages::add, command);
    private final Thread thread = Thread.ofPlatform().name("revisions").start(watcher);

    /** Orders it, and returns what it says until it watches, with that. */
    List<ReloaderMessage> watch(Revisions revisions, Instant since, Path... folders) throws InterruptedException {
        watcher.watch(new WatchList(List.of(), List.of(), List.of(), revisions, List.of(folders), since));
        List<ReloaderMessage> said = new ArrayList<>();
        do {
            said.add(next());
        } while (!(said.getLast() instanceof ReloaderMessage.Watching));
        return said;
    }

    ReloaderMessage next() throws InterruptedException {
        ReloaderMessage message = messages.poll(SOON.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(message).as("nothing said within %s", SOON).isNotNull();
        return message;
    }

    void assertChanged(String what) throws InterruptedException {
        assertThat(next()).isEqualTo(new ReloaderMessage.Changed(what));
    }

    @Override
    public void close() {
        command.close();
        thread.interrupt();
        try {
            assertThat(thread.join(SOON)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        assertThat(messages).isEmpty();
    }

    /** Runs a program in a folder; returns what it wrote. */
    static String run(Path folder, String... words) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment()
                .putAll(java.util.Map.of(
                        "GIT_AUTHOR_NAME", "a",
                        "GIT_AUTHOR_EMAIL", "a@example.com",
                        "GIT_COMMITTER_NAME", "a",
                        "GIT_COMMITTER_EMAIL", "a@example.com",
                        "GIT_ALLOW_PROTOCOL", "file",
                        "GIT_EDITOR", "true"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as("%s: %s", List.of(words), out).isZero();
        return out;
    }
}
