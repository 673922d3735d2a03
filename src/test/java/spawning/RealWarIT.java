// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Browser;
import spawning.harness.LongRun;
import spawning.harness.PageLoad;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Scale;

/**
 * Do web applications that others wrote run unchanged in two workers, and gain reloads? A user's session is kept on one
 * connection, so on one worker: with sessions in memory that is all that is promised.
 */
class RealWarIT {
    private static final Path WARS = Path.of(System.getProperty("spawning.wars", "target/wars"));
    private static final Path SPRING =
            Path.of(System.getProperty("spawning.home", "../..")).resolve("src/test/spring/target/spring.war");
    private static final int PAGES = Scale.of(1000);

    @RegisterExtension
    final Products products = new Products();

    /** ann:secret, as Basic authentication has it. */
    private static final String ANN = "Authorization: Basic YW5uOnNlY3JldA==\r\n";

    @Test
    void jolokiaLetsThoseInWhoAreNamed() throws IOException {
        Path users = Files.writeString(
                products.folder().resolve("users"), "ann: MD5:5ebe2294ecd0e0f08eab7690d2a6ee69, jolokia\n");
        Product product = start(WARS.resolve("jolokia.war"), "--login-users", users.toString());
        try (Browser browser = new Browser(product)) {
            Response refused = browser.get("/version");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.value("WWW-Authenticate")).startsWithIgnoringCase("Basic realm=\"jolokia\"");
            assertThat(browser.ask("GET", "/version", "Authorization: Basic YW5uOndyb25n\r\n", "")
                            .status())
                    .isEqualTo(401);
            assertThat(browser.ask("GET", "/read/java.lang:type=Runtime/SpecVersion", ANN, "")
                            .text())
                    .contains("\"value\":\"25\"");
        }
        reloadsUnderLoad(product, "/version", ANN);
    }

    @LongRun
    @Test
    void springBootRuns() throws IOException {
        Product product = start(SPRING);
        try (Browser browser = new Browser(product)) {
            assertThat(browser.get("/items/pen").text()).isEqualTo("{\"name\":\"pen\"}");
            assertThat(browser.get("/hello.txt").text()).isEqualTo("static of Spring\n");
            assertThat(browser.get("/count").text()).isEqualTo("count 1");
            assertThat(browser.get("/count").text()).isEqualTo("count 2");
            assertThat(browser.upload("/upload", "a.txt", "a".repeat(300_000)).text())
                    .isEqualTo("a.txt 300000");
            assertThat(browser.get("/fail").status()).isEqualTo(500);
            assertThat(browser.get("/nothing").status()).isEqualTo(404);
            assertThat(browser.get("/echo?n=1").text()).contains(" generation=1 ");
        }
        reloadsUnderLoad(product, "/items/pen", "");
    }

    @Test
    @LongRun
    void hawtioRuns() throws IOException {
        Product product = start(
                WARS.resolve("hawtio.war"), "--context-path", "/hawtio", "-J", "-Dhawtio.authenticationEnabled=false");
        try (Browser browser = new Browser(product)) {
            assertThat(browser.get("/hawtio").value("Location")).endsWith("/hawtio/");
            assertThat(browser.get("/hawtio/index.html").text()).containsIgnoringCase("hawtio");
            assertThat(browser.get("/hawtio/jolokia/read/java.lang:type=Runtime/SpecVersion")
                            .text())
                    .contains("\"value\":\"25\"");
        }
        reloadsUnderLoad(product, "/hawtio/index.html", "");
    }

    /** It has a listener's worth of files, so each worker has a folder; and lacks classes of Jetty, which it is given. */
    @Test
    @LongRun
    void fusekiTakesTriplesAndAnswersQueries() throws IOException {
        Path base = products.folder("base");
        Product product = start(
                WARS.resolve("fuseki.war"),
                "--classpath",
                WARS.resolve("fuseki-http.jar") + ":" + WARS.resolve("fuseki-util.jar"),
                "-J",
                "-DFUSEKI_BASE=" + base + "/{generation}-{slot}");
        try (Browser browser = new Browser(product)) {
            assertThat(browser.post("/$/datasets", "dbName=shop&dbType=mem").status())
                    .isEqualTo(200);
            assertThat(browser.upload("/shop/data", "a.ttl", "<urn:pen> <urn:costs> 5 .")
                            .status())
                    .isEqualTo(200);
            assertThat(browser.ask(
                                    "POST",
                                    "/shop/query",
                                    "Content-Type: application/sparql-query\r\nAccept: application/sparql-results+json\r\n",
                                    "SELECT ?o { <urn:pen> <urn:costs> ?o }")
                            .text())
                    .contains("\"value\": \"5\"");
        }
        reloadsUnderLoad(product, "/$/ping", "");
    }

    /** They are written for Tomcat: two filters of its own it is given. Exploded, as Tomcat has them. */
    @Test
    @LongRun
    void tomcatsExamplesRun() throws IOException {
        Path tomcat = unzip(WARS.resolve("tomcat.zip"), products.folder("tomcat"));
        Path users = Files.writeString(
                products.folder().resolve("users"), "tomcat: OBF:1v2j1uum1xtv1zej1zer1xtn1uvk1v1v, role1\n");
        Product product = start(
                tomcat.resolve("webapps/examples"),
                "--context-path",
                "/examples",
                "--classpath",
                tomcat.resolve("lib/catalina.jar") + ":" + tomcat.resolve("lib/tomcat-util.jar") + ":"
                        + tomcat.resolve("lib/tomcat-util-scan.jar") + ":" + tomcat.resolve("lib/tomcat-coyote.jar"),
                "--login-users",
                users.toString());
        String locked = "/examples/jsp/security/protected/index.jsp";
        try (Browser browser = new Browser(product)) {
            assertThat(browser.get("/examples/jsp/jsp2/el/basic-arithmetic.jsp").text())
                    .contains("${1.2 + 2.3}", "3.5");
            assertThat(browser.get("/examples/jsp/jsp2/tagfiles/hello.jsp").text())
                    .contains("Hello, world!");
            assertThat(browser.get("/examples/async/async1").text()).contains("async");
            assertThat(browser.get(locked).value("Location")).endsWith("/login.jsp");
            assertThat(browser.get("/examples/jsp/security/protected/login.jsp").status())
                    .isEqualTo(200);
            assertThat(browser.post(
                                    "/examples/jsp/security/protected/j_security_check",
                                    "j_username=tomcat&j_password=password")
                            .value("Location"))
                    .endsWith(locked);
            assertThat(browser.get(locked).text()).contains("You are logged in as remote user", "tomcat");
            var _ = browser.post("/examples/servlets/servlet/SessionExample", "dataname=pen&datavalue=blue");
            assertThat(browser.get("/examples/servlets/servlet/SessionExample").text())
                    .contains("pen = blue");
        }
        reloadsUnderLoad(product, "/examples/jsp/jsp2/tagfiles/hello.jsp", "");
    }

    /** A servlet in a library, without a WAR; one worker, for it keeps its users in memory by itself. */
    @Test
    @LongRun
    void theConsoleOfH2Runs() throws IOException {
        Product product = products.product()
                .workers(1, 4)
                .options("--keep-alive", "2", "--factory", "servlet")
                .options("--classpath", WARS.resolve("h2.jar").toString())
                .application("org.h2.server.web.JakartaWebServlet")
                .start();
        try (Browser browser = new Browser(product)) {
            String page = browser.get("/").text();
            String session = page.replaceAll("(?s).*jsessionid=([0-9a-f]+).*", "$1");
            assertThat(session).matches("[0-9a-f]{32}");
        }
    }

    private static void reloadsUnderLoad(Product product, String path, String fields) {
        try (PageLoad load = PageLoad.start(product.address(), 6, path, fields, 200)) {
            load.awaitMore(PAGES);
            product.reload(2);
            load.awaitMore(PAGES);
            assertThat(load.stop()).isEmpty();
        }
    }

    private Product start(Path war, String... options) {
        return products.product()
                .workers(2, 4)
                .options("--keep-alive", "2")
                .options(options)
                .application(war.toString())
                .start();
    }

    /** The folder in it. */
    private static Path unzip(Path file, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path target = folder.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
            return folder.resolve(zip.entries().nextElement().getName());
        }
    }
}
