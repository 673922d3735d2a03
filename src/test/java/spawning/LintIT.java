// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.TestApplications;

/** What does --lint do? It names each breach, and who committed it. */
class LintIT {
    private static final String APPLICATION = "com.acme.Breaching";
    private static final String MIDDLEWARE = "com.acme.Careless";

    @RegisterExtension
    final Products products = new Products();

    private Product product(String... options) {
        Path classes =
                TestApplications.compiled(products.folder("classes"), "Breaching.java", "Careless.java", "Frame.java");
        return products.product()
                .workers(1, 2)
                .options(options)
                .options("--classpath", classes.toString())
                .application(APPLICATION, "com.acme.Frame", MIDDLEWARE)
                .start();
    }

    @Test
    void eachBreachOfTheApplicationIsNamedAndNotPassedOn() throws IOException {
        List<String> rules = cases("Breaching.java", "// status");
        assertThat(rules).hasSizeGreaterThanOrEqualTo(40);
        Product product = product("--lint");
        assertThat(HttpConnection.get(product.port(), "/keep").status()).isEqualTo(200);
        for (String rule : rules) {
            assertThat(outcome(product.port(), "/breach/" + rule)).as(rule).isIn("500", "cut");
            product.log().await(LogLines.breach("/breach/" + rule, "application " + APPLICATION, rule), Await.SOON);
        }
        for (String rule : rules) {
            Pattern line = LogLines.breach("/breach/" + rule, "application " + APPLICATION, rule);
            assertThat(product.log().all(line)).as("told once: %s", rule).hasSize(1);
        }
        assertWellBehaved(product);
    }

    @Test
    void aBreachOfAMiddlewareIsBlamedOnItAndNotOnTheApplication() throws IOException {
        Product product = product("--lint");
        for (String rule : cases("Careless.java", "switch (rule)")) {
            String path = "/careless/" + rule;
            outcome(product.port(), path); // what is found when all was sent can only be told to the log
            product.log().await(LogLines.breach(path, "middleware " + MIDDLEWARE, rule), Await.SOON);
        }
        assertWellBehaved(product);
    }

    @Test
    void aFileIsSentAsWithoutLint() throws IOException {
        Path file = Files.writeString(products.folder("files").resolve("file"), "0123456789".repeat(20_000));
        for (Product product : List.of(product(), product("--lint"))) {
            try (HttpConnection connection = HttpConnection.to(product.port())) {
                for (String method : List.of("GET", "HEAD")) {
                    connection.send(method + " /range?" + file + " HTTP/1.1\r\nHost: test\r\n\r\n");
                    Response range = connection.receive(method.equals("HEAD"));
                    assertThat(range.status()).as(method).isEqualTo(206);
                    assertThat(range.value("Content-Length")).isEqualTo("20");
                    assertThat(range.text()).isEqualTo(method.equals("HEAD") ? "" : "0123456789".repeat(2));
                }
                for (String method : List.of("GET", "HEAD")) {
                    connection.send(method + " /range?" + file + " HTTP/1.1\r\nHost: test\r\nX-Length: 199991\r\n\r\n");
                    assertThat(connection.receive(method.equals("HEAD")).status())
                            .as("%s of more than there is", method)
                            .isEqualTo(500);
                }
            }
            assertThat(product.log().has(Pattern.compile("breaches"))).isFalse();
        }
    }

    @Test
    void withoutLintNothingIsChecked() throws IOException {
        Product product = product();
        assertThat(outcome(product.port(), "/breach/content-type-missing")).isEqualTo("200");
        assertThat(outcome(product.port(), "/breach/status-format")).isEqualTo("500");
        assertThat(product.log().has(Pattern.compile("breaches"))).isFalse();
    }

    /** What is right stays right, down to the length of a single element. */
    private static void assertWellBehaved(Product product) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            Response good = connection.get("/good");
            assertThat(good.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(good.value("Content-Length")).isEqualTo("5");
            assertThat(good.value("X-Frame")).isEqualTo("framed");
            assertThat(connection.get("/careless/good").status()).isEqualTo(200);
            assertThat(connection.get("/empty").status()).isEqualTo(204);
            assertThat(connection.get("/redirect").status()).isEqualTo(303);
            assertThat(connection.get("/stream").text()).isEqualTo("good\nbetter\n");
            assertThat(connection.get("/write").text()).isEqualTo("written, returned\n");
            connection.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(connection.receive().text()).isEqualTo("abc");
            connection.send("HEAD /good HTTP/1.1\r\nHost: test\r\n\r\n");
            assertThat(connection.receive(true).value("Content-Length")).isEqualTo("5");
        }
    }

    /** The status, or {@code cut}. */
    private static String outcome(int port, String path) throws IOException {
        try {
            return Integer.toString(HttpConnection.get(port, path).status());
        } catch (Broken e) {
            return "cut";
        }
    }

    /** The names of the rules for which a template has a case, from a mark in it on. */
    private static List<String> cases(String template, String from) {
        String text = TestApplications.template(template);
        Matcher label = Pattern.compile("case \"([a-z]+(?:-[a-z]+)+)\"").matcher(text.substring(text.indexOf(from)));
        List<String> cases = new ArrayList<>();
        while (label.find()) {
            cases.add(label.group(1));
        }
        return cases;
    }
}
