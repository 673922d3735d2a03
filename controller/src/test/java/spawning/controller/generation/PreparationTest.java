// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.controller.config.ApplicationReference;

@Timeout(20)
class PreparationTest {
    private static final PreparerCommandLine COMMAND =
            PreparerCommandLine.of(Path.of("/jdk/bin/java"), Path.of("/lib"), List.of());

    @TempDir
    private Path folder;

    private PreparationRequest request;

    @BeforeEach
    void folders() throws IOException {
        request = new PreparationRequest(
                Files.createDirectory(folder.resolve("gen-1")),
                new ApplicationReference.Member("com.acme.Shop", ""),
                List.of("a.B"),
                List.of(Files.createDirectory(folder.resolve("src"))),
                List.of("x.jar"),
                Files.createDirectory(folder.resolve("work")),
                Optional.of(folder.resolve("gen-0")),
                List.of(folder.resolve("wsgi.jar")),
                List.of(folder.resolve("log")));
    }

    @Test
    void theRequestReadsBackAsTheSame() throws IOException {
        request.write();

        assertThat(PreparationRequest.read(request.folder())).isEqualTo(request);
    }

    @Test
    void theSnapshotOfThePreparerIsReturned() throws Exception {
        Files.writeString(folder.resolve("src/Shop.java"), "package com.acme; class Shop {}");
        Preparation preparation = preparation((arguments, directory) -> {
            assertThat(arguments)
                    .startsWith("/jdk/bin/java")
                    .endsWith(request.folder().toString());
            assertThat(arguments).containsSequence("-cp", "/lib/*", "spawning.controller.generation.PreparerMain");
            assertThat(directory).isEqualTo(request.workingDirectory());
            ByteArrayOutputStream messages = new ByteArrayOutputStream();
            int exitCode = PreparerMain.run(request.folder(), new PrintStream(messages));
            return new FakeProcess(messages.toString(StandardCharsets.UTF_8), "", exitCode);
        });

        assertThat(preparation.run().application()).isEqualTo("com.acme.Shop");
    }

    @Test
    void theReasonOfThePreparerIsTheReasonHere() {
        Preparation preparation = preparation((arguments, directory) -> new FakeProcess(
                "DEBUG x\nsomething of the JVM\nFAILED Hello.java does not compile: 1 error\n", "e\n", 1));

        assertFails(preparation, "Hello.java does not compile: 1 error");
        assertThat(request.folder()).doesNotExist();
    }

    @Test
    void aPreparerThatDiesWithoutAWordIsAFailureToo() {
        assertFails(
                preparation((arguments, directory) -> new FakeProcess("", "# A fatal error\n", 134)),
                "the preparer ended with exit code 134 and gave no reason; what it wrote is in the log");
    }

    @Test
    void aPreparerThatCannotBeStartedIsAFailureToo() {
        assertFails(
                preparation((arguments, directory) -> {
                    throw new IOException("Cannot run program: error=12, Cannot allocate memory");
                }),
                "Cannot run program: error=12, Cannot allocate memory");
    }

    @Test
    void cancellingEndsTheProcessAndRemovesTheFolder() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        FakeProcess process = new FakeProcess("", "");
        Preparation preparation = preparation((arguments, directory) -> {
            started.countDown();
            return process;
        });
        CompletableFuture<Void> running =
                CompletableFuture.runAsync(() -> assertFails(preparation, "the preparation was cancelled"));
        assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();

        preparation.cancel();

        running.get(10, TimeUnit.SECONDS);
        assertThat(process.isAlive()).isFalse();
        assertThat(request.folder()).doesNotExist();
    }

    @Test
    void cancelledBeforeItBeganItStartsNothing() {
        Preparation preparation = preparation((arguments, directory) -> {
            throw new AssertionError("started");
        });

        preparation.cancel();

        assertFails(preparation, "the preparation was cancelled");
    }

    @Test
    void aPreparerThatNeverEndsIsKilledAtTheLimit() {
        FakeProcess process = new FakeProcess("", "");

        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(new Preparation(request, COMMAND, Duration.ZERO, (arguments, directory) -> process)::run)
                .withMessageContaining("was not done after 0s, the limit; it was killed");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void messagesAreOneLineEach() {
        var message = new PreparerMessage(PreparerMessage.Kind.FAILED, "two\nlines");

        assertThat(PreparerMessage.parse(message.toLine()))
                .contains(new PreparerMessage(PreparerMessage.Kind.FAILED, "two lines"));
        assertThat(PreparerMessage.parse("OpenJDK 64-Bit Server VM warning")).isEmpty();
        assertThat(PreparerMain.reason(new NoSuchFileException("/x"))).isEqualTo("/x: NoSuchFileException");
        assertThat(PreparerMain.reason(new java.nio.file.AccessDeniedException("/x")))
                .isEqualTo("/x cannot be read: permission denied");
    }

    private Preparation preparation(Preparation.ProcessStarter starter) {
        return new Preparation(request, COMMAND, Duration.ofSeconds(10), starter);
    }

    private static void assertFails(Preparation preparation, String reason) {
        assertThatExceptionOfType(PreparationFailed.class)
                .isThrownBy(preparation::run)
                .withMessage(reason);
    }

    /** What a process would have written, and its end: there already, or by being destroyed. */
    private static final class FakeProcess extends Process {
        private final InputStream out;
        private final InputStream err;
        private final CompletableFuture<Integer> end = new CompletableFuture<>();

        FakeProcess(String out, String err) {
            this.out = new ByteArrayInputStream(out.getBytes(StandardCharsets.UTF_8));
            this.err = new ByteArrayInputStream(err.getBytes(StandardCharsets.UTF_8));
        }

        FakeProcess(String out, String err, int exitCode) {
            this(out, err);
            end.complete(exitCode);
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }

        @Override
        public InputStream getInputStream() {
            return out;
        }

        @Override
        public InputStream getErrorStream() {
            return err;
        }

        @Override
        public int waitFor() {
            return end.join();
        }

        @Override
        public boolean waitFor(long timeout, TimeUnit unit) {
            return end.copy()
                    .thenApply(code -> true)
                    .completeOnTimeout(false, timeout, unit)
                    .join();
        }

        @Override
        public int exitValue() {
            return end.join();
        }

        @Override
        public void destroy() {
            end.complete(137);
        }

        @Override
        public long pid() {
            return 812;
        }

        @Override
        public boolean isAlive() {
            return !end.isDone();
        }
    }
}
