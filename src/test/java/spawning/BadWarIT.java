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
import spawning.harness.LogLines;
import spawning.harness.LongRun;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Signal;
import spawning.harness.TestApplications;

/** Is a bad WAR refused in a sentence, while the old one serves? What WarContentTest and WarClassesTest show is not repeated. */
class BadWarIT {
    private static final String SERVLET = """
            <servlet><servlet-name>%s</servlet-name><servlet-class>%s</servlet-class>
            <load-on-startup>1</load-on-startup></servlet>
            <servlet-mapping><servlet-name>%1$s</servlet-name><url-pattern>/*</url-pattern></servlet-mapping>
            """;

    @RegisterExtension
    final Products products = new Products();

    private int generation = 1;

    @Test
    void whatThePreparerFindsStartsNoWorker() throws IOException {
        Path war = war(servlet("a", "com.acme.Bad$Good"));
        Product product = start(war);
        Files.writeString(war, "<html>not found</html>");
        refused(product, "is no WAR: it does not begin as a zip file does");
        replace(war, "<web-app><servlet></web-app>");
        refused(product, "WEB-INF/web.xml is malformed, line 1, column ");
        Files.delete(war);
        refused(product, "does not exist|1 error");
        assertThat(product.log().all(LogLines.STARTING)).as("workers").hasSize(1);
    }

    @LongRun
    @Test
    void whatTheWorkerFindsLeavesTheOldGeneration() throws IOException {
        Path war = war(servlet("a", "com.acme.Bad$Good"));
        Product product = start(war);
        replace(war, servlet("a", "com.acme.Missing"));
        refused(product, "com\\.acme\\.Missing");
        replace(war, servlet("a", "com.acme.Bad"));
        refused(product, "com\\.acme\\.Bad\\b.*not.*Servlet");
        replace(war, servlet("a", "com.acme.Bad$Abstract"));
        refused(product, "com\\.acme\\.Bad\\$Abstract");
        replace(war, servlet("a", "com.acme.Bad$Hidden"));
        refused(product, "com\\.acme\\.Bad\\$Hidden");
        replace(war, servlet("a", "com.acme.Bad$Good") + servlet("b", "com.acme.Bad$Good"));
        refused(product, "Duplicate mappings for /\\*");
        replace(war, servlet("a", "com.acme.Bad$Throws"));
        refused(product, "the shelves are empty");
        assertThat(product.log().all(LogLines.frameOf("Bad\\$Throws\\.init")))
                .as("its stack")
                .hasSize(1);
    }

    @Test
    void aFirstWarThatIsBadEndsTheStart() throws IOException {
        Path war = products.folder().resolve("shop.war");
        Files.writeString(war, "");
        Product product =
                products.product().workers(2, 4).application(war.toString()).launch();
        assertThat(product.awaitExit(Await.SOON)).as("it never came up").isEqualTo(4);
        assertThat(product.log().has(LogLines.failed(1, "shop.war is no WAR: it is empty")))
                .isTrue();
    }

    private void refused(Product product, String why) throws IOException {
        product.signal(Signal.HUP);
        product.log().await(LogLines.failed(++generation, why), Await.SOON);
        assertThat(HttpConnection.get(product.port(), "/").text()).isEqualTo("good\n");
    }

    private Product start(Path war) {
        return products.product().workers(1, 4).application(war.toString()).start();
    }

    private static String servlet(String name, String type) {
        return SERVLET.formatted(name, type);
    }

    private void replace(Path war, String content) throws IOException {
        Files.move(war(content), war, StandardCopyOption.REPLACE_EXISTING);
    }

    /** A new file each time. */
    private Path war(String content) throws IOException {
        Path root = products.folder("root");
        Path inf = Files.createDirectories(root.resolve("WEB-INF"));
        String text = content.startsWith("<web-app")
                ? content
                : "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\">" + content + "</web-app>";
        Files.writeString(inf.resolve("web.xml"), text);
        TestApplications.servletClasses(inf.resolve("classes"), "Bad.java");
        Path war = products.folder().resolve(System.nanoTime() + ".war");
        TestApplications.pack(root, war);
        return war;
    }
}
