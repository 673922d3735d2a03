// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Load;
import spawning.harness.LoadClient;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.Tally;
import spawning.harness.TestApplications;

/** Do WAR files run unchanged, and gain reloads? */
class WarIT {
    private static final Path WARS = Path.of(System.getProperty("spawning.wars", "target/wars"));

    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <servlet>
                <servlet-name>shop</servlet-name>
                <servlet-class>com.acme.ShopServlet</servlet-class>
                <async-supported>true</async-supported>
              </servlet>
              <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/echo</url-pattern></servlet-mapping>
              <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/stream</url-pattern></servlet-mapping>
              <servlet-mapping><servlet-name>shop</servlet-name><url-pattern>/body</url-pattern></servlet-mapping>
            </web-app>
            """;

    private static final String PAGE = """
            <%@ taglib prefix="c" uri="jakarta.tags.core" %>
            <c:forEach var="i" begin="1" end="3">${i * 2} </c:forEach>
            """;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aWarIsServedWithAllThatTheSpecificationGivesIt() throws IOException {
        Product product = start(war("v1"), 1);
        Response shop = HttpConnection.get(product.port(), "/echo?n=1");
        assertThat(shop.text()).startsWith("n=1 version=v1 slot=1 generation=1 ");
        assertThat(shop.value("X-Filtered")).as("annotations").isEqualTo("yes");
        assertThat(HttpConnection.get(product.port(), "/page.jsp").text()).contains("2 4 6 ");
        assertThat(HttpConnection.get(product.port(), "/plain.txt").text()).isEqualTo("static\n");
        assertThat(HttpConnection.get(product.port(), "/in-jar.txt").text()).isEqualTo("from a jar\n");
        assertThat(HttpConnection.get(product.port(), "/greeting").text()).isEqualTo("hello from an initializer\n");
        assertThat(HttpConnection.get(product.port(), "/WEB-INF/web.xml").status())
                .isEqualTo(404);
    }

    @Test
    void aWarReplacedUnderLoadServesTheNewOneAndFailsNoRequest() throws IOException {
        Path war = war("v1");
        Product product = start(war, 2);
        try (LoadClient load = LoadClient.start(Load.mixedOn(product.address()))) {
            load.awaitMore(100);
            Files.move(war("v2"), war, StandardCopyOption.REPLACE_EXISTING);
            product.reload(2);
            load.awaitMore(100);
            Tally tally = load.stop();
            assertThat(tally.failures()).as("%s", tally).isEmpty();
        }
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").text()).contains("version=v2");
    }

    @Test
    void aHalfWrittenWarLeavesTheOldGenerationServing() throws IOException {
        Path war = war("v1");
        Product product = start(war, 1);
        byte[] whole = Files.readAllBytes(war);
        Files.write(war, java.util.Arrays.copyOf(whole, whole.length / 2));
        product.signal(spawning.harness.Signal.HUP);
        product.log().await(LogLines.BROKEN_WAR, Await.SOON);
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").text()).contains("version=v1");
        assertThat(product.workers()).allMatch(worker -> worker.generation() == 1);
    }

    @Test
    void anApplicationThatWantsALoginStartsAndLetsNobodyIn() throws IOException {
        Product product = start(WARS.resolve("jolokia.war"), 1);
        assertThat(HttpConnection.get(product.port(), "/version").status()).isEqualTo(401);
    }

    private Product start(Path war, int workers) {
        return products.product()
                .workers(workers, 4)
                .options("--keep-alive", "2")
                .application(war.toString())
                .start();
    }

    private Path war(String version) throws IOException {
        Path root = products.folder("root-" + version);
        Path inf = Files.createDirectories(root.resolve("WEB-INF"));
        Files.writeString(inf.resolve("web.xml"), WEB_XML);
        Files.writeString(root.resolve("page.jsp"), PAGE);
        Files.writeString(root.resolve("plain.txt"), "static\n");
        TestApplications.servlet(inf.resolve("classes"), version);
        Path library = products.folder("library-" + version);
        TestApplications.servletClasses(library, "Greeting.java");
        Path services = Files.createDirectories(library.resolve("META-INF/services"));
        Files.writeString(services.resolve("jakarta.servlet.ServletContainerInitializer"), "com.acme.Greeting\n");
        Path resources = Files.createDirectories(library.resolve("META-INF/resources"));
        Files.writeString(resources.resolve("in-jar.txt"), "from a jar\n");
        TestApplications.pack(
                library, Files.createDirectories(inf.resolve("lib")).resolve("greeting.jar"));
        Path war = products.folder().resolve("shop-" + version + ".war");
        TestApplications.pack(root, war);
        return war;
    }
}
