// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Scale;
import spawning.harness.Signal;
import spawning.harness.SmallDisk;
import spawning.harness.Tally;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Does each request stand in the access log, once, whole, and under an id by which it is found again? */
class LogsIT {
    private static final int ROTATIONS = 20;

    private static final Pattern LINE = Pattern.compile(
            "127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z]{2}/\\d{4} \\d\\d:\\d\\d:\\d\\d] \"(GET|POST|PUT|HEAD) /\\S* HTTP/1\\.1\""
                    + " \\d{3} \\d+ \\d+\\.\\d{6} (?<id>[0-9a-f]{8}-[0-9a-f]+)");

    @RegisterExtension
    final Products products = new Products();

    /** Who serves. */
    enum Engine {
        POOL(4),
        GREEN(0),
        SERVLET(4);

        private final int threads;

        Engine(int threads) {
            this.threads = threads;
        }
    }

    @ParameterizedTest
    @EnumSource
    void anIdIsTakenOrGivenAndTheApplicationAndTheLogHaveTheSame(Engine engine) throws IOException {
        Path log = products.folder("logs").resolve("access.log");
        Product product = product(engine, 2)
                .accessLog(log)
                .options("--log-format", "json")
                .start();
        String given = id(product, engine, "");
        String taken = id(product, engine, "X-Request-Id: from-the-proxy/1\r\n");
        String replaced = id(product, engine, "X-Request-Id: a b\"c\r\nUser-Agent: e\"v\\i\tl \u00e9\r\n");
        assertThat(product.stop()).isZero();
        assertThat(given).matches("[0-9a-f]{8}-[0-9a-f]+");
        assertThat(taken).isEqualTo("from-the-proxy/1");
        assertThat(replaced).matches("[0-9a-f]{8}-[0-9a-f]+");
        List<String> lines = Files.readAllLines(log);
        assertThat(lines).hasSize(3).allMatch(line -> line.startsWith("{\"time\":\"") && line.endsWith("}"));
        for (String id : List.of(given, taken, replaced)) {
            assertThat(lines)
                    .filteredOn(line -> line.contains("\"id\":\"" + id + "\""))
                    .hasSize(1);
        }
        assertThat(lines).anyMatch(line -> line.contains("\"agent\":\"e\\\"v\\\\i\\u0009l \\u00E9\""));
    }

    private static String id(Product product, Engine engine, String headers) throws IOException {
        String path = engine == Engine.SERVLET ? "/request-id" : "/environ?key=spawning.request_id";
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n");
            return connection.receive().text().strip();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAHeaderForThemRequestsHaveNoIds(Engine engine) throws IOException {
        Path log = products.folder("logs").resolve("access.log");
        Product product = product(engine, 1)
                .accessLog(log)
                .options("--request-id-header", "none")
                .start();
        assertThat(id(product, engine, "X-Request-Id: a\r\n")).isEqualTo("null");
        assertThat(product.stop()).isZero();
        assertThat(Files.readString(log)).matches("(?s).* 200 5 \\d\\.\\d{6} -\n");
    }

    static Stream<Engine> engines() {
        return Scale.first(1, Engine.values());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void noLineIsLostOrTornWhileTheFileIsRotatedUnderLoad(Engine engine) throws IOException {
        Path folder = products.folder("logs");
        Path log = folder.resolve("access.log");
        Product product =
                product(engine, engine == Engine.POOL ? 8 : 3).accessLog(log).start();
        Tally tally;
        try (LoadClient load = LoadClient.start(new Load(product.address(), 24, 0, 4, 0, Duration.ZERO, false))) {
            load.awaitMore(1000);
            for (int i = 1; i <= ROTATIONS; i++) {
                Files.move(log, folder.resolve("access.log." + i));
                product.signal(Signal.USR1);
                Await.until("the log is there again", Await.SOON, () -> Files.exists(log));
                load.awaitMore(200);
            }
            tally = load.stop();
        }
        assertThat(product.stop()).isZero();
        assertThat(tally.failures()).isEmpty();
        assertWhole(lines(folder), tally.answered());
    }

    /** The lines that fit are whole; how many did not is said. */
    @Test
    void aFullDiskCostsLinesAndNothingElse() throws IOException {
        Path folder = products.folder("small");
        Optional<SmallDisk> mounted = SmallDisk.at(folder);
        assumeTrue(mounted.isPresent(), "nothing can be mounted here");
        try (SmallDisk disk = mounted.get()) {
            Product product = product(Engine.POOL, 2)
                    .accessLog(folder.resolve("access.log"))
                    .start();
            Tally tally;
            try (LoadClient load =
                    LoadClient.start(new Load(product.address(), 4, 0, 4, 0, Duration.ofMillis(20), false))) {
                load.awaitMore(20);
                disk.fill();
                product.log().await(LogLines.LOG_UNWRITABLE, 2, Await.SOON);
                load.awaitMore(100);
                disk.free();
                product.log().await(LogLines.LOG_WRITABLE, 2, Await.SOON);
                load.awaitMore(100);
                tally = load.stop();
            }
            assertThat(product.stop()).isZero();
            assertThat(tally.failures()).isEmpty();
            assertThat(product.log().all(LogLines.LOG_UNWRITABLE))
                    .as("%s", product.log())
                    .hasSize(2);
            long dropped = product.log().all(LogLines.LOG_LINES_DROPPED).stream()
                    .mapToLong(line -> Long.parseLong(line.group("count")))
                    .sum();
            assertThat(dropped).isGreaterThanOrEqualTo(1);
            assertWhole(Files.readAllLines(folder.resolve("access.log")), tally.answered() - dropped);
        }
    }

    private static void assertWhole(List<String> lines, long expected) {
        Set<String> ids = new HashSet<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            assertThat(matcher.matches()).as("%s", line).isTrue();
            assertThat(ids.add(matcher.group("id"))).as("%s", line).isTrue();
        }
        assertThat(lines).hasSize(Math.toIntExact(expected));
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private ProductBuilder product(Engine engine, int workers) {
        ProductBuilder product = products.product().workers(workers, engine.threads);
        if (engine == Engine.SERVLET) {
            Path classes = TestApplications.servlet(products.folder("classes"), "v1");
            return product.options("--factory", "servlet", "--classpath", classes.toString())
                    .application(TestApplications.SERVLET);
        }
        return product.application(TestApplications.source(products.folder("source"), "v1", OnLoad.NOTHING)
                .toString());
    }
}
