// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spawning.server.engine.RequestUnderWay;

class DumpFilesTest {
    @TempDir
    private Path folder;

    private final ThreadDump threads = new ThreadDump();

    @Test
    void stacksBeginWithTheRequestsUnderWay() throws IOException {
        Thread own = Thread.currentThread();
        threads.include(() -> List.of(new RequestUnderWay("GET /slow", "7-1", Duration.ofMillis(1500), own, true)));
        new DumpFiles(threads, folder).write(false, false);
        assertThat(Files.readString(folder.resolve("threads.txt")))
                .containsSubsequence(
                        "request GET /slow, for 1500 ms, id 7-1, on \"" + own.getName() + "\" #" + own.threadId(),
                        "stacksBeginWithTheRequestsUnderWay");
        assertThat(folder.resolve("threads-with-virtual.txt")).isNotEmptyFile();
        assertThat(folder.resolve("recording.jfr")).doesNotExist();
        assertThat(folder.resolve("heap.hprof")).doesNotExist();
    }

    @Test
    void whatFailsDoesNotKeepTheRestFromBeingWritten() throws IOException {
        Files.createDirectory(folder.resolve("threads.txt"));
        new DumpFiles(threads, folder).write(false, false);
        assertThat(folder.resolve("threads-with-virtual.txt")).isNotEmptyFile();
    }

    @Test
    void aFaultOfTheApplicationInItsRequestsDoesNotEither() {
        threads.include(() -> {
            throw new StackOverflowError("of the test");
        });
        new DumpFiles(threads, folder).write(false, false);
        assertThat(folder.resolve("threads.txt")).doesNotExist();
        assertThat(folder.resolve("threads-with-virtual.txt")).isNotEmptyFile();
    }

    @Test
    void aHeapDumpIsWrittenWhenItIsWanted() {
        new DumpFiles(threads, folder).write(false, true);
        assertThat(folder.resolve("heap.hprof")).isNotEmptyFile();
    }
}
