// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.FreePort;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Prometheus;
import spawning.harness.Status;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** Does a real Prometheus understand the metrics? */
class MetricsIT {
    @RegisterExtension
    final Products products = new Products();

    private final Status status = new Status(FreePort.find());

    private Product shop() {
        Product product = products.product()
                .workers(2, 2)
                .options("--status-port", "" + status.port())
                .application(TestApplications.source(products.folder(), "v1", OnLoad.NOTHING)
                        .toString())
                .start();
        product.log().await(LogLines.STATUS_AT, Await.SOON);
        return product;
    }

    @Test
    void promtoolHasNothingToSay() throws Exception {
        Product product = shop();
        assertThat(HttpConnection.get(product.port(), "/echo?n=1").status()).isEqualTo(200);
        Path file = Files.write(
                products.folder().resolve("metrics"), status.get("/metrics").body());
        Path said = products.folder().resolve("said");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectOutput(said.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(promtool.waitFor()).as(() -> read(said)).isZero();
        assertThat(read(said)).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void prometheusScrapesThem() throws IOException {
        Product product = shop();
        for (int i = 0; i < 7; i++) {
            assertThat(HttpConnection.get(product.port(), "/echo?n=" + i).status())
                    .isEqualTo(200);
        }
        try (Prometheus prometheus = Prometheus.start(products.folder("prometheus"), status.port())) {
            prometheus.await("up", 1);
            prometheus.await("spawning_requests_total", 7);
            prometheus.await("spawning_request_duration_seconds_count", 7);
            prometheus.await("spawning_workers{state=\"ready\"}", 2);
            prometheus.await("sum(spawning_worker_requests_total)", 7);
            prometheus.await("count(spawning_worker_heap_used_bytes > 0)", 2);
            prometheus.await("count(spawning_build_info)", 1);
        }
    }

    @Test
    void openMetricsIsGivenToWhoAsks() throws IOException {
        shop();
        assertThat(status.get("/metrics").value("Content-Type")).startsWith("text/plain; version=0.0.4");
        var open = status.get("/metrics", "Accept: application/openmetrics-text; version=1.0.0\r\n");
        assertThat(open.value("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(open.text()).endsWith("# EOF\n");
    }
}
