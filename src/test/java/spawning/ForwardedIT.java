// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Nginx;
import spawning.harness.Product;
import spawning.harness.ProductBuilder;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.TestApplications;

/** Does the application see the client that a proxy in front sees, and nobody whom the client invents? */
class ForwardedIT {
    private static final String KEYS =
            "/environ?REMOTE_ADDR,REMOTE_PORT,wsgi.url_scheme,HTTP_HOST,SERVER_NAME,SERVER_PORT";

    /** Somebody who is not trusted by default, as 127.0.0.1 would be. */
    private static final String CLIENT = "127.0.0.2";

    /** The configuration in docs/http.md. */
    private static final Pattern SNIPPET = Pattern.compile("```nginx\\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aTrustedPeerIsBelievedAndTheLogShowsTheClient() throws IOException {
        Product product = mirror().withAccessLog().start();
        assertThat(get(product, "X-Forwarded-For: 198.51.100.9, 203.0.113.1", "X-Forwarded-Proto: https"))
                .containsExactly("203.0.113.1", "", "https", "shop.example", "shop.example", "443");
        product.log().await(Pattern.compile("^203\\.0\\.113\\.1 - - \\[.*\"GET /environ"), Await.SOON);
        assertThat(get(product, "Forwarded: for=\"[2001:db8::1]:4711\";proto=https;host=www.example"))
                .containsExactly("2001:db8::1", "4711", "https", "www.example", "www.example", "443");
        assertThat(get(product, "X-Forwarded-For: unknown")).startsWith("", "");
        assertThat(get(product, "X_Forwarded_For: 203.0.113.1")).startsWith("127.0.0.1");
    }

    @Test
    void whatAnUntrustedPeerSaysIsSeenAndChangesNothing() throws IOException {
        Product product = mirror().options("--forwarded-allow-ips", "192.0.2.0/24,::1,unix")
                .start();
        assertThat(get(product, "X-Forwarded-For: 203.0.113.1", "X-Forwarded-Proto: https", "Forwarded: for=nonsense"))
                .startsWith("127.0.0.1")
                .contains("http", "shop.example", Integer.toString(product.port()));
        assertThat(lines(exchange(
                        product, "/environ?HTTP_X_FORWARDED_FOR,HTTP_FORWARDED", "X-Forwarded-For: 203.0.113.1")))
                .containsExactly("203.0.113.1", "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: nonsense",
                "X-Forwarded-Host: a/b",
                "Forwarded: for=127.0.0.1;x=\"",
                "Forwarded: for=198.51.100.9\r\nX-Forwarded-For: 203.0.113.1"
            })
    void nonsenseFromATrustedPeerIsRefusedAndTheConnectionClosed(String fields) throws IOException {
        Product product = mirror().start();
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n" + fields + "\r\n\r\nhello");
            Response response = connection.receive();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.text()).contains("Forwarded");
            assertThat(connection.endsHere()).isTrue();
        }
        assertThat(get(product, "X-Forwarded-For: 203.0.113.1")).startsWith("203.0.113.1");
    }

    @Test
    void behindNginxOverTcpTheClientIsKnownAndCannotBeInvented() throws IOException {
        Product product = mirror().start();
        behindNginx("127.0.0.1:" + product.port());
    }

    @Test
    void behindNginxOverAUnixSocketTheClientIsKnownAndCannotBeInvented() throws IOException {
        Path socket = products.folder().resolve("shop.sock");
        Product product =
                mirror().withoutPort().options("--bind", "unix:" + socket).start();
        assertThat(Files.exists(socket)).isTrue();
        behindNginx("unix:" + socket);
        try (HttpConnection connection = HttpConnection.to(socket)) {
            assertThat(lines(connection.get(KEYS))).startsWith("", "", "http", "test", "test", "80");
        }
        assertThat(product.stop()).isZero();
    }

    /** With the snippet of the documentation. */
    private void behindNginx(String upstream) throws IOException {
        var snippet = SNIPPET.matcher(Files.readString(Path.of("../../docs/http.md")));
        assertThat(snippet.find()).isTrue();
        String[] parts = snippet.group(1).split("(?=server \\{)", 2);
        String location = parts[1].substring(parts[1].indexOf("location"), parts[1].lastIndexOf('}'));
        String http = parts[0].replaceFirst("server [^;{]*;", "server " + upstream + ";");
        try (Nginx nginx = Nginx.start(products.folder("nginx"), http, location);
                HttpConnection connection = HttpConnection.from(CLIENT, nginx.port())) {
            for (String invented : List.of(
                    "X-Forwarded-For: 203.0.113.9",
                    "Forwarded: for=203.0.113.9;proto=https;host=evil",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Ssl: on",
                    "X-Forwarded-Protocol: ssl",
                    "X-Forwarded-Host: evil",
                    "X-Forwarded-Port: 444",
                    "X_Forwarded_For: 203.0.113.9")) {
                connection.send("GET " + KEYS + " HTTP/1.1\r\nHost: shop.example\r\n" + invented + "\r\n\r\n");
                assertThat(lines(connection.receive()))
                        .as(invented)
                        .containsExactly(CLIENT, "", "http", "shop.example", "shop.example", "80");
            }
        }
    }

    private ProductBuilder mirror() {
        return products.product()
                .workers(1, 2)
                .options("--keep-alive", "2")
                .application(TestApplications.single(products.folder(), "Mirror.java")
                        .toString());
    }

    private static List<String> get(Product product, String... fields) throws IOException {
        return lines(exchange(product, KEYS, fields));
    }

    private static Response exchange(Product product, String target, String... fields) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send(
                    "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n" + String.join("\r\n", fields) + "\r\n\r\n");
            return connection.receive();
        }
    }

    private static List<String> lines(Response response) {
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return List.of(response.text().split("\n", -1))
                .subList(0, response.text().split("\n", -1).length - 1);
    }
}
