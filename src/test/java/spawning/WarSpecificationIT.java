// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Browser;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.TestApplications;

/** Does a WAR have what the servlet specification promises it? */
class WarSpecificationIT {
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="%s" metadata-complete="%s">
              <env-entry>
                <env-entry-name>shop/name</env-entry-name>
                <env-entry-type>java.lang.String</env-entry-type>
                <env-entry-value>the corner shop</env-entry-value>
              </env-entry>
              <servlet>
                <servlet-name>probe</servlet-name><servlet-class>com.acme.Probe</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
              <servlet-mapping><servlet-name>probe</servlet-name><url-pattern>/probe/*</url-pattern></servlet-mapping>
              <welcome-file-list><welcome-file>start.html</welcome-file></welcome-file-list>
              <error-page><error-code>404</error-code><location>/lost.html</location></error-page>
              <error-page>
                <exception-type>java.lang.IllegalStateException</exception-type><location>/broken.jsp</location>
              </error-page>
            </web-app>
            """;

    private static final String PAGE = """
            <%@ taglib prefix="c" uri="jakarta.tags.core" %><%@ taglib prefix="t" tagdir="/WEB-INF/tags" %>
            <c:set var="x" value="<b>"/><c:out value="${x}"/> <t:frame title="shop">inner</t:frame>
            """;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aWarHasWhatTheSpecificationPromises() throws IOException {
        Product product = start(war("6.1", false), "--context-path", "/shop");
        try (Browser browser = new Browser(product)) {
            pages(browser);
            classes(browser);
            staticFiles(browser);
            assertThat(browser.get("/shop/probe/jndi").text()).isEqualTo("the corner shop\n");
        }
    }

    private static void pages(Browser browser) throws IOException {
        Response above = browser.get("/shop");
        assertThat(above.status()).isIn(301, 302);
        assertThat(above.value("Location")).endsWith("/shop/");
        assertThat(browser.get("/shop/").text()).as("welcome file").isEqualTo("welcome\n");
        Response lost = browser.get("/shop/nowhere");
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.text()).as("error page").isEqualTo("lost\n");
        Response broken = browser.get("/shop/probe/throw");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.text())
                .as("error page")
                .contains("broken: the secret")
                .doesNotContain("\tat ");
        assertThat(browser.get("/shop/page.jsp").text())
                .as("JSTL and a tag file")
                .contains("&lt;b&gt; [shop: inner]");
        assertThat(browser.get("/shop/WEB-INF/web.xml").status()).isEqualTo(404);
        assertThat(browser.get("/shop/web-inf/web.xml").status()).isEqualTo(404);
        assertThat(browser.get("/shop/WEB-INF%2Fweb.xml").status()).isGreaterThanOrEqualTo(400);
        assertThat(browser.get("/shop/x/..;/WEB-INF/web.xml").status()).isGreaterThanOrEqualTo(400);
    }

    private static void classes(Browser browser) throws IOException {
        for (String own : new String[] {
            "org.slf4j.Logger",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "io.netty.channel.Channel",
            "org.eclipse.jetty.server.Server",
            "org.apache.commons.Own"
        }) {
            assertThat(browser.get("/shop/probe/see?class=" + own).text())
                    .as(own)
                    .isEqualTo("own: the shop\n");
        }
        assertThat(browser.get("/shop/probe/see?class=jakarta.servlet.Servlet").text())
                .as("the standard's interfaces are the server's")
                .startsWith("not its own");
        assertThat(browser.get("/shop/probe/see?class=ch.qos.logback.classic.Logger")
                        .text())
                .isEqualTo("not visible\n");
        assertThat(browser.get("/shop/probe/handled").text())
                .as("@HandlesTypes")
                .isEqualTo("[com.acme.Probe]\n");
        assertThat(browser.get("/shop/fragment").text()).as("web-fragment.xml").isEqualTo("fragment\n");
        assertThat(browser.get("/shop/annotated").text()).as("@WebServlet").isEqualTo("annotated\n");
        assertThat(browser.get("/shop/probe/resource?path=/WEB-INF/web.xml").text())
                .startsWith("<web-app");
        assertThat(browser.get("/shop/probe/resource?path=/from-jar.txt").text())
                .isEqualTo("of a jar\n");
        assertThat(browser.get("/shop/probe/real?path=/start.html").text()).matches("/.*/war/start\\.html\n");
    }

    private static void staticFiles(Browser browser) throws IOException {
        Response whole = browser.get("/shop/long.txt");
        String tag = whole.value("ETag");
        assertThat(tag).isNotEmpty();
        assertThat(whole.value("Last-Modified")).isNotEmpty();
        assertThat(browser.ask("GET", "/shop/long.txt", "If-None-Match: " + tag + "\r\n", "")
                        .status())
                .isEqualTo(304);
        assertThat(browser.ask(
                                "GET",
                                "/shop/long.txt",
                                "If-Modified-Since: " + whole.value("Last-Modified") + "\r\n",
                                "")
                        .status())
                .isEqualTo(304);
        Response part = browser.ask("GET", "/shop/long.txt", "Range: bytes=2-4\r\n", "");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("234");
        Response packed = browser.ask("GET", "/shop/long.txt", "Accept-Encoding: gzip\r\n", "");
        assertThat(packed.value("Content-Encoding")).isEqualTo("gzip");
        assertThat(packed.value("Vary")).containsIgnoringCase("Accept-Encoding");
        assertThat(browser.ask("HEAD", "/shop/long.txt", "", "").value("Content-Length"))
                .isEqualTo("10");
        assertThat(browser.get("/shop/from-jar.txt").text()).isEqualTo("of a jar\n");
        assertThat(browser.get("/shop/folder/").status()).as("no listing").isGreaterThanOrEqualTo(403);
    }

    @Test
    void aCompleteDescriptorOfServlet5SwitchesAnnotationsOff() throws IOException {
        Product product = start(war("5.0", true));
        assertThat(spawning.harness.HttpConnection.get(product.port(), "/annotated")
                        .status())
                .isEqualTo(404);
        assertThat(spawning.harness.HttpConnection.get(product.port(), "/probe/jndi")
                        .text())
                .isEqualTo("the corner shop\n");
    }

    private Product start(Path war, String... options) {
        return products.product()
                .workers(1, 4)
                .options(options)
                .application(war.toString())
                .start();
    }

    /** Its name has what names of files may have. */
    private Path war(String version, boolean complete) throws IOException {
        Path root = products.folder("root");
        Path inf = Files.createDirectories(root.resolve("WEB-INF/tags")).getParent();
        Files.createDirectory(root.resolve("folder"));
        Files.writeString(inf.resolve("web.xml"), WEB_XML.formatted(version, complete));
        Files.writeString(inf.resolve("tags/frame.tag"), "<%@ attribute name=\"title\" %>[${title}: <jsp:doBody/>]");
        Files.writeString(root.resolve("page.jsp"), PAGE);
        Files.writeString(
                root.resolve("broken.jsp"), "<%@ page isErrorPage=\"true\" %>broken: ${pageContext.exception.message}");
        Files.writeString(root.resolve("start.html"), "welcome\n");
        Files.writeString(root.resolve("lost.html"), "lost\n");
        Files.writeString(root.resolve("long.txt"), "0123456789");
        Files.write(root.resolve("long.txt.gz"), gzip("0123456789"));
        TestApplications.servletClasses(inf.resolve("classes"), "Probe.java");
        for (String own : new String[] {
            "org.slf4j.Logger", "com.fasterxml.jackson.databind.ObjectMapper", "io.netty.channel.Channel",
            "org.eclipse.jetty.server.Server", "org.apache.commons.Own", "jakarta.servlet.Servlet"
        }) {
            TestApplications.foreignClass(inf.resolve("classes"), own);
        }
        library(inf.resolve("lib"));
        Path war = products.folder().resolve("der Läden & Co.war");
        TestApplications.pack(root, war);
        return war;
    }

    private void library(Path lib) throws IOException {
        Path library = products.folder("library");
        Path inf = Files.createDirectories(library.resolve("META-INF/services")).getParent();
        TestApplications.servletClasses(library, "Fragment.java");
        Files.writeString(
                inf.resolve("services/jakarta.servlet.ServletContainerInitializer"),
                "com.acme.part.Fragment$Initializer\n");
        Files.writeString(inf.resolve("web-fragment.xml"), """
                <web-fragment xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <servlet><servlet-name>fragment</servlet-name><servlet-class>com.acme.part.Fragment</servlet-class></servlet>
                  <servlet-mapping><servlet-name>fragment</servlet-name><url-pattern>/fragment</url-pattern></servlet-mapping>
                </web-fragment>
                """);
        Files.writeString(Files.createDirectories(inf.resolve("resources")).resolve("from-jar.txt"), "of a jar\n");
        TestApplications.pack(library, Files.createDirectories(lib).resolve("fragment.jar"));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
