// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What if something is gone that all requests depend on, so that all of them hang at once? */
class DatabaseGoneIT {
    private static final Duration OUTAGE = Scale.of(Duration.ofSeconds(60), Duration.ofSeconds(7));

    /** Of the request timeout: once in the queue of the listener, once in that of a worker, and the machine is busy. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(6);

    @RegisterExtension
    final Products products = new Products();

    static Stream<String> kinds() {
        return Scale.first(1, "servlet", "shop");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyClientIsAnsweredInTimeWithoutAStormOfRestartsAndAllIsWellWhenItIsBack(String kind) throws IOException {
        Path database = products.folder().resolve("database");
        Product product = started(kind);
        try (Clients clients = new Clients(product.port(), "/until?n=1&file=" + database)) {
            Await.until("the outage is over", OUTAGE.plusSeconds(5), new Passed(OUTAGE)::over);
            assertThat(clients.failures()).as("%s", clients).isZero();
            assertThat(clients.longest()).as("%s\n%s", clients, product.log()).isLessThan(LONGEST_WAIT);
            assertThat(clients.unavailable()).as("%s", clients).isGreaterThan(20);
            assertThat(product.log().all(LogLines.replaced("GET /until")))
                    .as("at once, after 5 s, after 10 s more")
                    .hasSizeBetween(1, Scale.of(5, 2));

            Files.createFile(database);
            clients.awaitNothingButGood();
            assertThat(clients.failures()).as("%s", clients).isZero();
        }
    }

    private Product started(String kind) {
        ProductBuilder builder = products.product().options("--request-timeout", "1", "--evidence", "none");
        if (kind.equals("servlet")) {
            Path classes = TestApplications.servlet(products.folder("classes"), "v1");
            return builder.workers(2, 4)
                    .options("--factory", "servlet", "--classpath", classes.toString())
                    .application(TestApplications.SERVLET)
                    .start();
        }
        Path classes = TestApplications.classes(products.folder(), "v1", OnLoad.NOTHING);
        return builder.workers(2, 4)
                .options("--classpath", classes.toString())
                .application(TestApplications.CLASS)
                .start();
    }

    private record Passed(Duration time, long since) {
        Passed(Duration time) {
            this(time, System.nanoTime());
        }

        boolean over() {
            return System.nanoTime() - since > time.toNanos();
        }
    }

    /** Some that need what is gone and some that do not, one connection a request, one request after another. */
    private static final class Clients implements AutoCloseable {
        private final LongAdder good = new LongAdder();
        private final LongAdder unavailable = new LongAdder();
        private final LongAdder failures = new LongAdder();
        private final AtomicLong longest = new AtomicLong();
        private final List<String> said = java.util.Collections.synchronizedList(new ArrayList<>());
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean closed;

        Clients(int port, String dear) {
            for (int i = 0; i < 24; i++) {
                String target = i < 16 ? dear : "/echo?n=1";
                threads.add(Thread.ofVirtual().start(() -> run(port, target)));
            }
        }

        private void run(int port, String target) {
            while (!closed) {
                long start = System.nanoTime();
                try {
                    int status = HttpConnection.get(port, target).status();
                    (status == 200 ? good : status == 503 ? unavailable : failures).increment();
                } catch (IOException e) {
                    failures.increment();
                    said.add(target + " after " + (System.nanoTime() - start) / 1_000_000 + " ms: " + e);
                }
                longest.accumulateAndGet(System.nanoTime() - start, Math::max);
            }
        }

        long failures() {
            return failures.sum();
        }

        long unavailable() {
            return unavailable.sum();
        }

        Duration longest() {
            return Duration.ofNanos(longest.get());
        }

        void awaitNothingButGood() {
            Await.until("a thousand good answers and no other", Await.SOON, this::toString, () -> {
                long bad = unavailable.sum() + failures.sum();
                long goal = good.sum() + 1000;
                return Await.within(
                                Duration.ofSeconds(10),
                                () -> good.sum() > goal || unavailable.sum() + failures.sum() > bad)
                        && unavailable.sum() + failures.sum() == bad;
            });
        }

        @Override
        public void close() {
            closed = true;
            for (Thread thread : threads) {
                try {
                    assertThat(thread.join(Await.SOON)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        @Override
        public String toString() {
            return good + " good, " + unavailable + " unavailable, " + failures + " failed, longest " + longest() + "\n"
                    + said;
        }
    }
}
