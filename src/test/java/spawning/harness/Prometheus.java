// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A Prometheus on a free port of 127.0.0.1, with all its files in a folder of the test's own, that scrapes one address. */
public final class Prometheus implements AutoCloseable {
    private static final String CONFIGURATION = """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: spawning
                static_configs: [{targets: ['127.0.0.1:%d']}]
            """;

    private final Process process;
    private final OutputLog log = new OutputLog();
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
        log.collect(process);
    }

    /** Starts one. @param target the port of 127.0.0.1 that it scrapes each second */
    public static Prometheus start(Path folder, int target) {
        int port = FreePort.find();
        try {
            Path file = Files.writeString(folder.resolve("prometheus.yml"), CONFIGURATION.formatted(target));
            return new Prometheus(
                    new ProcessBuilder(
                                    "prometheus",
                                    "--config.file=" + file,
                                    "--storage.tsdb.path=" + folder.resolve("data"),
                                    "--web.listen-address=127.0.0.1:" + port)
                            .start(),
                    port);
        } catch (IOException e) {
            throw new AssertionError("cannot start prometheus, a package of src/test/packages.txt", e);
        }
    }

    /** Waits until a query has one result, of this value. */
    public void await(String query, double value) {
        Await.until(query + " is " + value, Await.SOON, () -> ask(query) + "\n" + log, () -> has(query, value));
    }

    private boolean has(String query, double value) {
        try {
            JsonArray result = JsonParser.parseString(ask(query))
                    .getAsJsonObject()
                    .getAsJsonObject("data")
                    .getAsJsonArray("result");
            return result.size() == 1
                    && result.get(0)
                                    .getAsJsonObject()
                                    .getAsJsonArray("value")
                                    .get(1)
                                    .getAsDouble()
                            == value;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private String ask(String query) {
        try {
            return HttpConnection.get(port, "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                    .text();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it and waits until it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(Await.SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("prometheus did not end\n" + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
