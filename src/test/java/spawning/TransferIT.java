// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LargeBody;
import spawning.harness.LargeBody.Pace;
import spawning.harness.LongRun;
import spawning.harness.OutputLog;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.TestApplications;

/** Do large bodies go both ways in little memory, and files without being copied? */
class TransferIT {
    private static final int EACH_WAY = 20;
    private static final Duration SLOW = Scale.of(Duration.ofSeconds(120), Duration.ofSeconds(6));
    private static final Duration LIMIT = Scale.of(Duration.ofMinutes(30), Duration.ofSeconds(100));

    /**
     * 128 MB of heap; direct memory for 40 connections of 192 KB at most, in chunks that are not all full: 16 MB; 25 MB of
     * classes and 25 MB of compiled code; 60 threads of 200 KB: 12 MB; the JVM itself and the collector's tables: 50 MB.
     */
    private static final long MOST_RESIDENT_KILOBYTES = 256 * 1024;

    @RegisterExtension
    final Products products = new Products();

    private Product start() {
        return products.product()
                .workers(1, 2 * EACH_WAY + 4)
                .options("-J", "-Xmx128m", "--max-body", "3g")
                .application(TestApplications.single(products.folder("application"), "Transfer.java")
                        .toString())
                .start();
    }

    @LongRun
    @Test
    void largeBodiesGoBothWaysAtOnceInASmallHeapWithSlowPeers() throws Exception {
        Product product = start();
        int port = product.port();
        LargeBody body = LargeBody.of(Scale.of(2048) * 1024L * 1024);
        Path file = body.writeTo(products.folder().resolve("file"));
        List<Callable<String>> transfers = new ArrayList<>();
        for (int i = 0; i < EACH_WAY; i++) {
            Pace pace = i % 5 == 0 ? Pace.of(body, SLOW) : Pace.FULL;
            boolean chunked = i % 2 == 0;
            String target = switch (i % 4) {
                case 0, 2 -> "/file?" + file;
                case 1 -> "/elements?" + body.blocks();
                default -> "/write?" + body.blocks();
            };
            transfers.add(() -> {
                String arrived = body.upload(port, chunked, pace);
                return arrived.equals(body.bytes() + " " + body.checksum()) ? "" : "upload: " + arrived;
            });
            transfers.add(() -> body.download(port, target, pace));
        }
        long start = System.nanoTime();
        List<Duration> latencies = run(transfers, port);
        Files.delete(file);
        long peak = product.workers().getFirst().process().peakKilobytes();
        System.out.printf(
                "%d x %d MB each way in %.1f s, peak resident %d MB, %s; small requests: median %d ms, slowest %d ms%n",
                EACH_WAY,
                body.bytes() >> 20,
                (System.nanoTime() - start) / 1e9,
                peak / 1024,
                HttpConnection.get(port, "/memory").text(),
                latencies.get(latencies.size() / 2).toMillis(),
                latencies.getLast().toMillis());
        assertThat(peak).isLessThan(MOST_RESIDENT_KILOBYTES);
        assertThat(latencies.get(latencies.size() / 2)).isLessThan(Duration.ofMillis(500));
        assertThat(latencies.getLast()).isLessThan(Duration.ofSeconds(10));
        assertThat(product.workers()).singleElement().matches(worker -> worker.generation() == 1);
    }

    /** Runs them all at once, and one small request after another meanwhile; returns how long these took, sorted. */
    private static List<Duration> run(List<Callable<String>> transfers, int port) throws Exception {
        List<Duration> latencies = new ArrayList<>();
        long end = System.nanoTime() + LIMIT.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(
                transfers.size(), Thread.ofPlatform().daemon().factory());
        try (HttpConnection other = HttpConnection.to(port)) {
            List<Future<String>> running =
                    transfers.stream().map(threads::submit).toList();
            while (!running.stream().allMatch(Future::isDone)) {
                assertThat(System.nanoTime()).as("all done within " + LIMIT).isLessThan(end);
                long asked = System.nanoTime();
                assertThat(other.get("/hello").text()).isEqualTo("hello");
                latencies.add(Duration.ofNanos(System.nanoTime() - asked));
                Await.within(Duration.ofMillis(20), () -> false);
            }
            for (Future<String> transfer : running) {
                assertThat(transfer.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
        latencies.sort(null);
        return latencies;
    }

    @Test
    void filesGoFromTheKernelToTheKernel() throws Exception {
        Product product = start();
        LargeBody body = LargeBody.of(4 << 20);
        Path file = body.writeTo(products.folder().resolve("file"));
        long worker = product.workers().getFirst().pid();
        OutputLog calls = new OutputLog();
        Process strace = strace(worker, "trace=sendfile,read,pread64");
        try {
            calls.collect(strace);
            calls.await(Pattern.compile("attached|not permitted"), Await.SOON);
            assumeFalse(calls.has(Pattern.compile("not permitted")), "strace may not look at processes here");
            assertThat(body.download(product.port(), "/file?" + file, Pace.FULL))
                    .isEmpty();
            calls.await(Pattern.compile("sendfile\\(\\d+<.*>, \\d+<" + file + ">.* = [1-9]\\d+$"), Await.SOON);
        } finally {
            strace.destroy();
            strace.waitFor(20, TimeUnit.SECONDS);
        }
        Pattern manyBytesRead = Pattern.compile("(?:read|pread64)\\(\\d+<" + file + ">.* = \\d\\d+$");
        assertThat(calls.has(manyBytesRead)).as(calls.toString()).isFalse();
        Files.delete(file);
    }

    /** Traces a process from now on. The test is given up where there is no strace. */
    private static Process strace(long pid, String what) {
        try {
            return new ProcessBuilder("strace", "-f", "-y", "-e", what, "-p", Long.toString(pid)).start();
        } catch (IOException e) {
            return abort("no strace, which src/test/packages.txt asks for: " + e);
        }
    }

    @Test
    void aFileIsServedToTheEndWhileAReloadReplacesTheWorker() throws IOException {
        Product product = start();
        LargeBody body = LargeBody.of(64 << 20);
        Path file = body.writeTo(products.folder().resolve("file"));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<String> download = thread.submit(
                    () -> body.download(product.port(), "/file?" + file, Pace.of(body, Duration.ofSeconds(3))));
            product.reload(2);
            assertThat(download).succeedsWithin(Await.SOON).isEqualTo("");
        } finally {
            thread.shutdownNow();
        }
        product.awaitOnly(1, 2);
        Files.delete(file);
    }
}
