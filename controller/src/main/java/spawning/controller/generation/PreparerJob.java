// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.generation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One preparation of a {@link ResidentPreparer}, for those who expect a process. What it wrote can be read at its end. */
final class PreparerJob extends Process {
    /** A compiler that is warm and nearly done is sooner ready for the next preparation than a new one. */
    private static final Duration NEARLY_DONE = Duration.ofMillis(500);

    /** A process that was killed ends after what it does in the kernel. */
    private static final Duration KILL_TAKES = Duration.ofSeconds(2);

    private final Process resident;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    PreparerJob(Process resident) {
        this.resident = resident;
    }

    void said(String line) {
        written.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void ended(int exitCode) {
        end.complete(exitCode);
    }

    @Override
    public OutputStream getOutputStream() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public InputStream getInputStream() {
        return new AtEnd(end, written);
    }

    @Override
    public InputStream getErrorStream() {
        return InputStream.nullInputStream();
    }

    @Override
    public int waitFor() throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
        }
    }

    @Override
    public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
        try {
            end.get(timeout, unit);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
        }
    }

    @Override
    public int exitValue() {
        Integer exitCode = end.getNow(null);
        if (exitCode == null) {
            throw new IllegalThreadStateException("the preparation is under way");
        }
        return exitCode;
    }

    /**
     * Breaks off: waits for the end of the preparation for half a second, then kills the process and waits for that, two
     * seconds at most. When it returns nobody writes to the folder of the generation any more. Interrupts do not shorten it.
     */
    @Override
    public void destroy() {
        awaitEnd(end, NEARLY_DONE);
        if (!end.isDone()) {
            resident.destroyForcibly();
            awaitEnd(resident.onExit(), KILL_TAKES);
            end.complete(137);
        }
    }

    private static <T> void awaitEnd(CompletableFuture<T> future, Duration limit) {
        var _ = future.handle((value, failure) -> true)
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public long pid() {
        return resident.pid();
    }

    @Override
    public boolean isAlive() {
        return !end.isDone();
    }

    /** What was written, which can be read when all of it has been. */
    private static final class AtEnd extends InputStream {
        private final CompletableFuture<Integer> end;
        private final ByteArrayOutputStream written;
        private @Nullable InputStream all;

        AtEnd(CompletableFuture<Integer> end, ByteArrayOutputStream written) {
            this.end = end;
            this.written = written;
        }

        private InputStream all() {
            if (all == null) {
                end.join();
                all = new ByteArrayInputStream(written.toByteArray());
            }
            return all;
        }

        @Override
        public int read() throws IOException {
            return all().read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return all().read(bytes, offset, length);
        }
    }
}
