// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.protocol.WarmUpSettings;
import spawning.protocol.scoreboard.Counter;
import spawning.server.warm.Report;
import spawning.server.warm.WarmUp;
import spawning.wsgi.Application;

/** What a worker that warms up may be relied on for. */
@Timeout(60)
class WarmUpTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Queue<Map<String, Object>> seen = new ConcurrentLinkedQueue<>();

    /** Answers, and notes what it was asked. */
    private final Application noting = (environ, start) -> {
        if (seen.size() < 100) {
            seen.add(environ);
        }
        var _ = start.start("200 OK", List.of());
        return List.of("warm\n".getBytes(StandardCharsets.UTF_8));
    };

    private static Report warmUp(Served served, int threads, Duration time, int requests, String... paths)
            throws Exception {
        var wanted = new WarmUpSettings(List.of(paths), "shop.example:8080", time, requests);
        return new WarmUp(served.engine, wanted, threads, 1000).run(time);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void theApplicationIsAskedUntilItGetsNoFasterAndSeesThatItIsAWarmUp(int threads) throws Exception {
        try (Served served = new Served(noting, limits -> limits.threads(threads))) {
            Report report = warmUp(served, threads, LONG, 0, "/a?b=c");

            assertThat(report.end()).isEqualTo(Report.End.SETTLED);
            assertThat(report.problems()).isEmpty();
            assertThat(report.requests()).isGreaterThan(100); // half of the time has passed, if not 5000
            assertThat(report.last()).isPositive();
            assertThat(report.took()).isLessThan(LONG);
        }
        assertThat(seen.element())
                .containsEntry("spawning.warmup", true)
                .containsEntry("REQUEST_METHOD", "GET")
                .containsEntry("PATH_INFO", "/a")
                .containsEntry("QUERY_STRING", "b=c")
                .containsEntry("HTTP_HOST", "shop.example:8080")
                .containsEntry("SERVER_NAME", "shop.example")
                .containsEntry("REMOTE_ADDR", "127.0.0.1")
                .containsEntry("HTTP_USER_AGENT", "spawning-warmup");
    }

    @Test
    void nothingOfItIsCountedAndClientsAreNoWarmUp() throws Exception {
        try (Served served = new Served(noting)) {
            var _ = warmUp(served, 2, LONG, 5, "/");
            assertThat(seen).hasSize(5);
            seen.clear();

            var view = served.scoreboard.view();
            assertThat(Stream.of(Counter.values()).filter(counter -> view.count(counter) != 0))
                    .isEmpty();
            assertThat(view.latencies()).containsOnly(0);
            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains("warm");
            assertThat(view.count(Counter.REQUESTS)).isEqualTo(1);
            assertThat(view.count(Counter.CONNECTIONS_OPENED)).isEqualTo(1);
        }
        assertThat(seen.element()).doesNotContainKey("spawning.warmup");
    }

    @Test
    void asManyRequestsAreUnderWayAtOnceAsThereAreThreads() throws Exception {
        CyclicBarrier all = new CyclicBarrier(3);
        AtomicInteger count = new AtomicInteger();
        Application together = (environ, start) -> {
            if (count.getAndIncrement() > 0) {
                var _ = all.await(20, TimeUnit.SECONDS);
            }
            return noting.call(environ, start);
        };
        try (Served served = new Served(together, limits -> limits.threads(3))) {
            Report report = warmUp(served, 3, LONG, 31, "/");
            assertThat(report.end()).isEqualTo(Report.End.ENOUGH);
            assertThat(report.requests()).isEqualTo(31);
        }
    }

    @Test
    void aPathThatFailsIsNotAskedForAgainAndOthersAre() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        Application half = (environ, start) -> {
            if (environ.get("PATH_INFO").equals("/bad")) {
                failures.incrementAndGet();
                var _ = start.start("503 Service Unavailable", List.of());
                return List.of();
            }
            return noting.call(environ, start);
        };
        try (Served served = new Served(half)) {
            Report report = warmUp(served, 2, LONG, 50, "/bad", "/good");
            assertThat(report.end()).isEqualTo(Report.End.ENOUGH);
            assertThat(report.problems()).containsExactly("GET /bad was answered 503, and is not asked for any more");
            assertThat(failures.get()).isEqualTo(1);
            assertThat(report.requests()).isEqualTo(51);

            assertThat(warmUp(served, 2, LONG, 50, "/bad").end()).isEqualTo(Report.End.FAILED);
        }
    }

    @Test
    void aPathThatIsNotThereIsComplainedOf() throws Exception {
        Application nothing = (environ, start) -> {
            var _ = start.start("404 Not Found", List.of());
            return List.of();
        };
        try (Served served = new Served(nothing)) {
            assertThat(warmUp(served, 2, LONG, 10, "/a").problems()).containsExactly("GET /a was answered 404");
        }
    }

    @Test
    void aPathThatIsNotAnsweredTakesOneThreadAndNoMoreThanTheTime() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger stuckOnes = new AtomicInteger();
        Application stuck = (environ, start) -> {
            if (environ.get("PATH_INFO").equals("/slow")) {
                stuckOnes.incrementAndGet();
                never.await();
            }
            return noting.call(environ, start);
        };
        try (Served served = new Served(stuck)) {
            Report report = warmUp(served, 2, Duration.ofMillis(300), 0, "/slow", "/quick");
            assertThat(report.end()).isEqualTo(Report.End.TIME);
            assertThat(report.took()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
            assertThat(report.problems())
                    .containsExactly("GET /slow was not answered before the end of the warm-up (--warmup-time), and is"
                            + " not asked for any more");
            assertThat(stuckOnes).hasValue(1);
            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains("warm");
            never.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aWorkerWhoseOnlyThreadIsTakenByItIsNotReadyBeforeThatIsFree(int threads) throws Exception {
        AtomicBoolean go = new AtomicBoolean();
        Application stuck = (environ, start) -> {
            while (!go.get()) {
                Thread.onSpinWait();
            }
            return noting.call(environ, start);
        };
        try (Served served = new Served(stuck, limits -> limits.threads(threads))) {
            var wanted = new WarmUpSettings(List.of("/"), "localhost", LONG, 0);
            WarmUp warmUp = new WarmUp(served.engine, wanted, threads, 1000);
            var _ = warmUp.run(Duration.ofSeconds(2)); // the watch of the loop takes its time, too
            CountDownLatch held = new CountDownLatch(1);
            CompletableFuture<Boolean> room = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    warmUp.awaitRoom(held::countDown);
                    room.complete(go.get());
                } catch (InterruptedException e) {
                    room.completeExceptionally(e);
                }
            });
            assertThat(held.await(20, TimeUnit.SECONDS)).as("it is said").isTrue();
            go.set(true);
            assertThat(room.get(20, TimeUnit.SECONDS)).as("not before").isTrue();
        } finally {
            go.set(true);
        }
    }

    @Test
    void connectionsThatTheServerClosesAreMadeAnew() throws Exception {
        Application closing = (environ, start) -> {
            var _ = start.start("200 OK", List.of());
            return List.of("a".getBytes(StandardCharsets.UTF_8), "b".getBytes(StandardCharsets.UTF_8));
        };
        int before = descriptors();
        try (Served served = new Served(closing, limits -> limits.keepAlive(Duration.ZERO))) {
            Report report = warmUp(served, 2, LONG, 200, "/");
            assertThat(report.end()).isEqualTo(Report.End.ENOUGH);
            assertThat(report.problems()).isEmpty();
            assertThat(report.requests()).isEqualTo(200);
        }
        assertThat(descriptors()).isLessThan(before + 50);
    }

    private static int descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        }
    }
}
