// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.HttpConnection;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;

/** Do the examples do what their pages say? */
class ExampleIT {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("spawning.home", "../.."), "examples").toAbsolutePath();

    @RegisterExtension
    final Products products = new Products();

    @Test
    void theFirstExampleGreetsTheWorld() throws IOException {
        Product product = products.product()
                .application(EXAMPLES.resolve("hello/Hello.java").normalize().toString())
                .start();
        Response response = HttpConnection.get(product.port(), "/");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.value("Content-Type")).isEqualTo("text/plain");
        assertThat(response.text()).isEqualTo("Hello, World!");
        assertThat(product.stop()).isZero();
    }
}
