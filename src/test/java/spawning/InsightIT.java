// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.tools.ExecFileLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Signal;
import spawning.harness.TestApplications;
import spawning.harness.WorkerProcess;

/** Can an operator look into the workers, and nobody else? */
class InsightIT {
    private static final List<String> METHODS = List.of("zeroth", "first", "second", "third", "fourth");

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <servlet>
                <servlet-name>shop</servlet-name>
                <servlet-class>com.acme.ShopServlet</servlet-class>
              </servlet>
              <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
            </web-app>
            """;

    @RegisterExtension
    final Products products = new Products();

    /** On each engine. */
    private enum Kind {
        WSGI,
        GREEN,
        WAR
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void sysinfoTellsAboutAWorkerAndNoSecrets(Kind kind) throws IOException {
        Product product = start(kind, "--sysinfo", "--env", "PASSWORD=gold", "-J", "-Ddatabase=jdbc:x?password=gold");
        Response info = ask(product, "GET", "/_sysinfo");
        assertThat(info.status()).as("%s", info).isEqualTo(200);
        assertThat(info.value("Content-Type")).isEqualTo("application/json");
        assertThat(info.text())
                .contains("\"pid\": " + product.workers().getFirst().pid())
                .contains("\"slot\": 1", "\"generation\": 1", "\"version\": \"0.")
                .contains("Max open files", "\"PASSWORD\"", "\"-Ddatabase=***\"", "gen-1/")
                .contains("\"engine\": \"" + (kind == Kind.WAR ? "Jetty" : "Netty") + "\"")
                .doesNotContain("gold");
        assertThat(ask(product, "HEAD", "/_sysinfo").status()).isEqualTo(200);
        assertThat(ask(product, "DELETE", "/_sysinfo").status()).isEqualTo(405);
        assertThat(ask(product, "GET", "/_coverage").text()).as("not asked for").doesNotContain("insight");
        assertThat(ask(product, "GET", "/_sysinfo/").text())
                .as("the application's")
                .doesNotContain("generation");
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"WSGI", "WAR"})
    void withoutTheOptionThePathIsTheApplications(Kind kind) throws IOException {
        Product product = start(kind);
        assertThat(ask(product, "POST", "/_sysinfo").status()).isEqualTo(kind == Kind.WAR ? 404 : 200);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"WSGI", "WAR"})
    void onlyThisMachineMayAsk(Kind kind) throws IOException {
        Product product = start(kind, "--sysinfo");
        assertThat(ask(product, "GET", "/_sysinfo", "X-Forwarded-For: 127.0.0.1")
                        .status())
                .as("a trusted proxy says that the client is of this machine")
                .isEqualTo(200);
        for (String foreign : List.of(
                "X-Forwarded-For: 203.0.113.9",
                "X-Forwarded-For: 203.0.113.9, 127.0.0.1",
                "Forwarded: for=203.0.113.9",
                "Forwarded: for=127.0.0.1, proto=http",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: shop.example",
                "X-Real-IP: 127.0.0.1",
                "Via: 1.1 proxy")) {
            Response answer = ask(product, "GET", "/_sysinfo", foreign);
            assertThat(answer.status()).as(foreign).isEqualTo(403);
            assertThat(answer.text()).contains("--insight-allow").doesNotContain("pid");
        }
        assertThat(from("127.0.0.2", product, "localhost", "X-Forwarded-For: 127.0.0.1")
                        .status())
                .as("who is not trusted says so")
                .isEqualTo(403);
        assertThat(from("127.0.0.2", product, "localhost").status()).isEqualTo(200);
        assertThat(from("127.0.0.1", product, "shop.example").status())
                .as("a name that the client was made to take for this machine")
                .isEqualTo(403);
        product.log().await(LogLines.INSIGHT_REFUSED, Await.SOON);
        assertThat(product.log().all(LogLines.INSIGHT_REFUSED)).as("said once").hasSize(1);
    }

    @Test
    @LongRun
    void whoIsAllowedByNameMayAskAndAUnixSocketHasNoName() throws IOException {
        Path socket = products.folder().resolve("shop.sock");
        Product product = wsgi().withoutPort()
                .options("--sysinfo", "--insight-allow", "203.0.113.0/24", "--forwarded-allow-ips", "unix")
                .options("--bind", "unix:" + socket)
                .start();
        assertThat(over(socket, "X-Forwarded-For: 203.0.113.9").status()).isEqualTo(200);
        assertThat(over(socket, "X-Forwarded-For: 203.0.114.9").status()).isEqualTo(403);
        assertThat(over(socket, "Accept: */*").status()).isEqualTo(403);
        product.stop();
        product = wsgi().withoutPort()
                .options("--sysinfo", "--insight-allow", "all", "--bind", "unix:" + socket)
                .start();
        assertThat(over(socket, "Accept: */*").status()).isEqualTo(200);
    }

    @Test
    void whatRanInAnyWorkerIsCoveredInTheReportOfEachAlsoAfterItsEnd() throws IOException {
        Path source = TestApplications.single(products.folder(), "Covered.java");
        Product product = products.product()
                .workers(4, 2)
                .options("--coverage")
                .application(source.toString())
                .start();
        Map<Long, HttpConnection> connections = connections(product, 4);
        int number = 0;
        for (Map.Entry<Long, HttpConnection> worker : connections.entrySet()) {
            worker.getValue().send(request("GET", "/" + number++, "localhost"));
            assertThat(worker.getValue().receive().text())
                    .isEqualTo(worker.getKey().toString());
            assertThat(covered(product)).as("at once").containsExactlyElementsOf(METHODS.subList(0, number));
        }
        for (HttpConnection connection : connections.values()) {
            connection.close();
        }
        assertPagesOf(product);

        product.reload(2);
        product.awaitOnly(4, 2);
        assertThat(covered(product))
                .as("of a generation that has left")
                .containsExactlyElementsOf(METHODS.subList(0, 4));
        WorkerProcess killed = product.workers().getFirst();
        assertThat(Signal.KILL.to(killed.pid())).isTrue();
        product.awaitWorkers(
                "another in its place",
                all -> all.size() == 4 && !product.workerPids().contains(killed.pid()));
        assertThat(covered(product)).containsExactlyElementsOf(METHODS.subList(0, 4));

        Files.writeString(source, Files.readString(source).replace("\"/4\"", "\"/four\""));
        product.reload(3);
        product.awaitOnly(4, 3);
        assertThat(covered(product)).as("the class is another one").isEmpty();
    }

    private void assertPagesOf(Product product) throws IOException {
        Response first = ask(product, "GET", "/_coverage");
        assertThat(first.value("Content-Type")).startsWith("text/html");
        assertThat(first.value("Content-Security-Policy"))
                .contains("default-src 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(first.text()).contains("<base href=\"/_coverage/\"/>", "default/index.html");
        Response code = ask(product, "GET", "/_coverage/default/Covered.java.html");
        assertThat(code.text())
                .as("with its source")
                .containsPattern("class=\"fc\" id=\"L\\d+\">        return ProcessHandle")
                .containsPattern("class=\"nc\" id=\"L\\d+\">        return ProcessHandle");
        assertThat(ask(product, "GET", "/_coverage/jacoco-resources/report.css").value("Content-Type"))
                .startsWith("text/css");
        assertThat(ask(product, "GET", "/_coverage/../settings").status()).isIn(200, 404);
        assertThat(ask(product, "GET", "/_coverage/%2e%2e/settings").text()).doesNotContain("factory");
        assertThat(ask(product, "GET", "/_coverage", "X-Forwarded-For: 203.0.113.9")
                        .status())
                .isEqualTo(403);
        assertThat(ask(product, "GET", "/_coverage.exec", "X-Forwarded-For: 203.0.113.9")
                        .status())
                .isEqualTo(403);
    }

    @Test
    @LongRun
    void aStoppedWorkerHoldsUpAReportForItsLimitAndNoLonger() throws IOException {
        Product product = products.product()
                .workers(2, 1)
                .options("--coverage", "--hang-timeout", "0")
                .application(TestApplications.single(products.folder(), "Covered.java")
                        .toString())
                .start();
        Map<Long, HttpConnection> connections = connections(product, 2);
        var workers = List.copyOf(connections.keySet());
        connections.get(workers.get(0)).send(request("GET", "/0", "localhost"));
        connections.get(workers.get(0)).receive();
        assertThat(covered(product)).containsExactly("zeroth");
        assertThat(Signal.STOP.to(workers.get(0))).isTrue();
        try {
            HttpConnection other = connections.get(workers.get(1));
            other.send(request("GET", "/_coverage.exec", "localhost"));
            Response data = other.receive();
            assertThat(covered(product, data)).as("what it wrote last").containsExactly("zeroth");
        } finally {
            Signal.CONT.to(workers.get(0));
        }
        for (HttpConnection connection : connections.values()) {
            connection.close();
        }
    }

    @Test
    @LongRun
    void theCodeOfAWarIsCovered() throws IOException {
        Product product = start(Kind.WAR, "-c");
        assertThat(ask(product, "GET", "/shop/thread").text()).isEqualTo("false\n");
        Response first = ask(product, "GET", "/_coverage");
        assertThat(first.status()).as("%s", first).isEqualTo(200);
        assertThat(first.text()).contains("com.acme");
        assertThat(ask(product, "GET", "/_coverage/com.acme/index.html").text()).contains("ShopServlet");
        assertThat(ask(product, "GET", "/_coverage/com.acme/ShopServlet.html").text())
                .containsPattern("service\\(HttpServletRequest.*?ctr2[^>]*>[1-9]");
    }

    /** The product's own client for this is another's work; here the message is put onto the lifeline by the test. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"WSGI", "WAR"})
    void theBackdoorIsAShellInTheWorkersJvm(Kind kind) throws IOException {
        Product product = start(kind, "--backdoor");
        WorkerProcess worker = product.workers().getFirst();
        Path socket = folderOfTheInstance(product).resolve("door.sock");
        tell(worker, "backdoor path=" + socket);
        product.log().await(LogLines.BACKDOOR_OPEN, Await.SOON);
        assertThat(Files.getPosixFilePermissions(socket)).hasSize(2);
        try (SocketChannel shell = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            type(shell, "ProcessHandle.current().pid()\napplication.getClass().getName()\n/exit\n");
            String said = new String(Channels.newInputStream(shell).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said).contains("==> " + worker.pid(), kind == Kind.WAR ? "ServletApiContext" : "Mirror");
        }
        product.log().await(LogLines.BACKDOOR_CLOSED, Await.SOON);
        assertThat(socket).doesNotExist();
        assertThat(product.stop()).isZero();
    }

    @Test
    void aShellWhoseCodeNeverEndsHoldsUpNoDrain() throws IOException {
        Product product = start(Kind.WSGI, "--backdoor", "--deadman", "50");
        WorkerProcess worker = product.workers().getFirst();
        Path socket = folderOfTheInstance(product).resolve("door.sock");
        tell(worker, "backdoor path=" + socket);
        product.log().await(LogLines.BACKDOOR_OPEN, Await.SOON);
        Path began = products.folder().resolve("began");
        try (SocketChannel shell = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            type(shell, "{ Files.createFile(Path.of(\"" + began + "\")); while (true) {} }\n");
            Await.until("the loop runs", Await.SOON, () -> Files.exists(began));
            product.reload(2);
            product.awaitOnly(1, 2);
        }
        assertThat(product.log().has(LogLines.DEADMAN)).isFalse();
    }

    @Test
    @LongRun
    void aWorkerThatWasNotToldToHaveABackdoorHasNone() throws IOException {
        Product product = start(Kind.WSGI, "--sysinfo");
        Path socket = folderOfTheInstance(product).resolve("door.sock");
        tell(product.workers().getFirst(), "backdoor path=" + socket);
        product.log().await(LogLines.NO_BACKDOOR, Await.SOON);
        assertThat(socket).doesNotExist();
    }

    private static void type(SocketChannel shell, String text) throws IOException {
        shell.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void tell(WorkerProcess worker, String line) throws IOException {
        Files.writeString(Path.of("/proc/" + worker.pid() + "/fd/3"), line + "\n");
    }

    private static Path folderOfTheInstance(Product product) throws IOException {
        try (Stream<Path> tree = Files.walk(product.stateFolder())) {
            return tree.filter(path -> path.endsWith("gen-1"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
    }

    /** One to each worker, by its pid. */
    private static Map<Long, HttpConnection> connections(Product product, int workers) throws IOException {
        Map<Long, HttpConnection> connections = new LinkedHashMap<>();
        for (int i = 0; i < 100 && connections.size() < workers; i++) {
            HttpConnection connection = HttpConnection.to(product.port());
            connection.send(request("GET", "/pid", "localhost"));
            HttpConnection known =
                    connections.putIfAbsent(Long.parseLong(connection.receive().text()), connection);
            if (known != null) {
                connection.close();
            }
        }
        assertThat(connections).hasSize(workers);
        return connections;
    }

    private Set<String> covered(Product product) throws IOException {
        return covered(product, ask(product, "GET", "/_coverage.exec"));
    }

    /** The methods of the newest generation's class that ran, in the order of {@link #METHODS}. */
    private static Set<String> covered(Product product, Response data) throws IOException {
        assertThat(data.status()).as("%s", data).isEqualTo(200);
        ExecFileLoader loader = new ExecFileLoader();
        loader.load(new ByteArrayInputStream(data.body()));
        CoverageBuilder builder = new CoverageBuilder();
        try (Stream<Path> tree = Files.walk(product.stateFolder())) {
            Path jar = tree.filter(path -> path.toString().endsWith("compiled.jar"))
                    .max(Comparator.comparing(path -> path.getParent().toString()))
                    .orElseThrow();
            new Analyzer(loader.getExecutionDataStore(), builder).analyzeAll(jar.toFile());
        }
        return builder.getClasses().iterator().next().getMethods().stream()
                .filter(method -> METHODS.contains(method.getName())
                        && method.getInstructionCounter().getCoveredCount() > 0)
                .map(method -> method.getName())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparingInt(METHODS::indexOf))));
    }

    private ProductBuilder wsgi() {
        return products.product()
                .workers(1, 2)
                .application(TestApplications.single(products.folder(), "Mirror.java")
                        .toString());
    }

    private Product start(Kind kind, String... options) throws IOException {
        if (kind == Kind.WSGI) {
            return wsgi().options(options).start();
        }
        if (kind == Kind.GREEN) {
            return wsgi().options("--threads", "0").options(options).start();
        }
        Path root = products.folder("war");
        TestApplications.servlet(Files.createDirectories(root.resolve("WEB-INF/classes")), "v1");
        Files.writeString(root.resolve("WEB-INF/web.xml"), WEB_XML);
        return products.product()
                .workers(1, 2)
                .options("--context-path", "/shop")
                .options(options)
                .application(root.toString())
                .start();
    }

    private static Response ask(Product product, String method, String target, String... fields) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send(request(method, target, "localhost", fields));
            return connection.receive(method.equals("HEAD"));
        }
    }

    private static Response from(String address, Product product, String host, String... fields) throws IOException {
        try (HttpConnection connection = HttpConnection.from(address, product.port())) {
            connection.send(request("GET", "/_sysinfo", host, fields));
            return connection.receive();
        }
    }

    private static Response over(Path socket, String... fields) throws IOException {
        try (HttpConnection connection = HttpConnection.to(socket)) {
            connection.send(request("GET", "/_sysinfo", "localhost", fields));
            return connection.receive();
        }
    }

    private static String request(String method, String target, String host, String... fields) {
        String more = Stream.of(fields).map(field -> field + "\r\n").collect(Collectors.joining());
        return method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n";
    }
}
