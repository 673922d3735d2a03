// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spawning.harness.HttpConnection;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Do the worker's libraries stay out of the application's way? */
class IsolationIT {
    /** Classes that Netty, SLF4J and Logback have, too, in the versions that the worker uses. */
    private static final List<String> FOREIGN = List.of(
            "io.netty.util.Version",
            "io.netty.buffer.ByteBuf",
            "org.slf4j.LoggerFactory",
            "org.slf4j.Logger",
            "ch.qos.logback.classic.Logger");

    /** A configuration for the application's own Logback, which would show if the worker's read it. */
    private static final String LOGBACK_XML = """
            <configuration>
              <appender name="file" class="ch.qos.logback.core.FileAppender">
                <file>%s</file><encoder><pattern>%%msg%%n</pattern></encoder>
              </appender>
              <root level="TRACE"><appender-ref ref="file"/></root>
            </configuration>
            """;

    @RegisterExtension
    final Products products = new Products();

    private Path classes;

    @BeforeEach
    void compileTheShop() {
        classes = TestApplications.classes(products.folder("classes"), "v1", OnLoad.NOTHING);
    }

    @Test
    void anApplicationThatBringsOtherVersionsUsesItsOwn() throws IOException {
        FOREIGN.forEach(name -> TestApplications.foreignClass(classes, name));
        Path written = products.folder().resolve("written-by-logback");
        Files.writeString(classes.resolve("logback.xml"), LOGBACK_XML.formatted(written));
        Product product = start();
        for (String name : FOREIGN) {
            assertThat(HttpConnection.get(product.port(), "/see?class=" + name).text())
                    .as(name)
                    .isEqualTo("own: the shop\n");
        }
        assertThat(written).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.netty.channel.Channel",
                "org.slf4j.MDC",
                "ch.qos.logback.core.Appender",
                "picocli.CommandLine",
                "spawning.controller.Main"
            })
    void librariesOfTheServerAreNotVisibleUnderTheirOwnNames(String name) throws IOException {
        Product product = start();
        assertThat(HttpConnection.get(product.port(), "/see?class=" + name).text())
                .isEqualTo("not visible\n");
    }

    private Product start() {
        return products.product()
                .workers(1, 2)
                .options("--keep-alive", "2", "--classpath", classes.toString())
                .application(TestApplications.CLASS)
                .start();
    }
}
