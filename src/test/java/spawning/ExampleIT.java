// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.HttpConnection;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;

/** Does the first example do what its page says? */
class ExampleIT {
    @RegisterExtension
    final Products products = new Products();

    @Test
    void theFirstExampleGreetsTheWorld() throws IOException {
        Product product = products.product()
                .application(Examples.file("hello/Hello.java"))
                .start();
        Response response = HttpConnection.get(product.port(), "/");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.value("Content-Type")).isEqualTo("text/plain");
        assertThat(response.text()).isEqualTo("Hello, World!");
        assertThat(product.stop()).isZero();
    }
}
