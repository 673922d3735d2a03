// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The status service of a product.
 *
 * @param port of 127.0.0.1
 */
public record Status(int port) {
    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        Path file = ProductBuilder.HOME.resolve("docs/status.schema.json");
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }

    /** One GET on a connection of its own. @param headers with their line ends */
    public Response get(String target, String headers) throws IOException {
        try (HttpConnection connection = HttpConnection.to(port)) {
            connection.send("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
            return connection.receive();
        }
    }

    /** One GET on a connection of its own. */
    public Response get(String target) throws IOException {
        return get(target, "");
    }

    /** The document, checked to be as it is documented. */
    public JsonObject json() throws IOException {
        Response response = get("/status.json");
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(SCHEMA.validate(response.text(), InputFormat.JSON))
                .as(response.text())
                .isEmpty();
        return JsonParser.parseString(response.text()).getAsJsonObject();
    }

    /** One of the sums. */
    public long total(String key) throws IOException {
        return json().getAsJsonObject("totals").get(key).getAsLong();
    }

    /** The values of all counters, and of what belongs to histograms, by name and labels. */
    public Map<String, Double> counters() throws IOException {
        Map<String, Double> counters = new LinkedHashMap<>();
        for (String line : get("/metrics").text().split("\n")) {
            int value = line.lastIndexOf(' ');
            if (!line.startsWith("#") && line.substring(0, value).matches(".*_(total|bucket|count|sum)(\\{.*)?")) {
                counters.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
            }
        }
        return counters;
    }

    /** Whether it listens. */
    public boolean open() {
        try (HttpConnection connection = HttpConnection.to(port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The status of an answer; 0 if there is none. */
    public int status(String target) {
        try {
            return get(target).status();
        } catch (IOException e) {
            return 0;
        }
    }
}
