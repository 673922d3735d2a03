// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;

/** Do several workers keep the notes of the notes example together? */
class NotesExampleIT {
    private static final String NOTES = "/api/notes";
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final int CLIENTS = 6;
    private static final int CHANGES = 10;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aNoteMadeInOneWorkerIsSeenByTheOthersAndByTheNextGeneration() throws IOException {
        Product product = notes(3);
        String path = made(product, "Bread & <milk>");
        Set<String> seenBy = new HashSet<>();
        Await.until("all workers were asked", Await.SOON, seenBy::toString, () -> {
            Response response = get(product, path);
            assertThat(response.text()).contains("\"version\":1");
            seenBy.add(response.value("Server-Timing").replaceAll(",.*", ""));
            return seenBy.size() == 3;
        });
        product.reload(2);
        assertThat(get(product, NOTES).text()).contains("Bread");
    }

    @Test
    void ofThoseWhoChangeANoteAtOnceNobodyOverwritesAnother() throws Exception {
        Product product = notes(4);
        String path = made(product, "0");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> countUp(product, path)));
            }
            for (Future<?> client : running) {
                client.get(Await.SOON.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
        Response end = get(product, path);
        int changes = CLIENTS * CHANGES;
        assertThat(end.text()).contains("\"title\":\"" + changes + "\"", "\"version\":" + (changes + 1) + ",");
    }

    /** Reads a number and writes it plus one, again when somebody else was faster; each time wherever it is accepted. */
    private static Void countUp(Product product, String path) throws IOException {
        for (int done = 0; done < CHANGES; ) {
            Response seen = get(product, path);
            int number = Integer.parseInt(part(seen, "\"title\":\"(\\d+)\""));
            int status = change(product, "PUT " + path, "If-Match: " + seen.value("ETag") + "\r\n", "" + (number + 1))
                    .status();
            assertThat(status).isIn(200, 412);
            done += status == 200 ? 1 : 0;
        }
        return null;
    }

    @Test
    void aNoteIsRemovedOnlyInTheVersionThatWasSeen() throws IOException {
        Product product = notes(2);
        String path = made(product, "old");
        assertThat(change(product, "PUT " + path, "If-Match: \"1\"\r\n", "new").value("ETag"))
                .isEqualTo("\"2\"");
        assertThat(change(product, "DELETE " + path, "", "").status()).isEqualTo(428);
        assertThat(change(product, "DELETE " + path, "If-Match: \"1\"\r\n", "").status())
                .isEqualTo(412);
        assertThat(change(product, "PUT " + path, "If-Match: *\r\n", "any").value("ETag"))
                .isEqualTo("\"3\"");
        assertThat(change(product, "DELETE " + path, "If-Match: \"9\", \"3\"\r\n", "")
                        .status())
                .isEqualTo(204);
        assertThat(change(product, "DELETE " + path, "If-Match: *\r\n", "").status())
                .isEqualTo(404);
        assertThat(get(product, path).status()).isEqualTo(404);
        assertThat(get(product, NOTES).text()).isEqualTo("[]\n");
    }

    @Test
    void whatIsNoNoteIsRefusedWithAReason() throws IOException {
        Product product = notes(1);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            assertThat(Examples.send(connection, "POST " + NOTES, "Content-Type: text/plain\r\n", "{}")
                            .status())
                    .as("a form of another site")
                    .isEqualTo(415);
            for (String body : List.of("", "{", "[]", "null", "{\"title\":{}}")) {
                assertThat(Examples.send(connection, "POST " + NOTES, JSON, body)
                                .status())
                        .as("%s", body)
                        .isEqualTo(400);
            }
            assertThat(Examples.send(connection, "POST " + NOTES, JSON, "null").text())
                    .doesNotContain("empty");
            Response untitled = Examples.send(connection, "POST " + NOTES, JSON, "{\"title\":\" \",\"text\":\"\"}");
            assertThat(untitled.status()).isEqualTo(422);
            assertThat(untitled.text()).contains("\"problem\":\"title wants 1 to 200 characters\"");
            for (String half :
                    List.of("{\"title\":\"\\ud800\",\"text\":\"\"}", "{\"title\":\"x\",\"text\":\"\\udc00\"}")) {
                assertThat(Examples.send(connection, "POST " + NOTES, JSON, half)
                                .status())
                        .as("%s", half)
                        .isEqualTo(422);
            }
            assertThat(connection.get(NOTES + "/../../secret").status()).isEqualTo(404);
            assertThat(connection.get(NOTES).text()).isEqualTo("[]\n");
        }
    }

    @Test
    void anotherMethodIsToldWhichThereAre() throws IOException {
        Product product = notes(1);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            assertThat(Examples.send(connection, "PATCH " + NOTES, "", "").value("Allow"))
                    .isEqualTo("GET, HEAD, POST");
            String path = NOTES + "/00000000-0000-0000-0000-000000000000";
            assertThat(Examples.send(connection, "POST " + path, "", "").value("Allow"))
                    .isEqualTo("GET, HEAD, PUT, DELETE");
            assertThat(Examples.send(connection, "POST /", "", "").value("Allow"))
                    .isEqualTo("GET, HEAD");
            assertThat(connection.get("/%c3%a9").text()).contains("/\u00e9 ");
        }
    }

    @Test
    void whatTheBrowserHasIsNotSentAgain() throws IOException {
        Product product = notes(1);
        for (String path : List.of("/", "/app.js", "/style.css", "/icon.svg")) {
            Response page = get(product, path);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.value("Cache-Control")).isEqualTo("no-cache");
            assertThat(conditional(product, path, "If-None-Match: \"other\", " + page.value("ETag")))
                    .isEqualTo(304);
            assertThat(conditional(product, path, "If-Modified-Since: " + page.value("Last-Modified")))
                    .isEqualTo(304);
            assertThat(conditional(product, path, "If-None-Match: \"other\"")).isEqualTo(200);
        }
    }

    @Test
    void anErrorPageShowsWhatWasAskedForAsText() throws IOException {
        Product product = notes(1);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send(
                    "GET /<script> HTTP/1.1\r\nHost: test\r\nAccept: text/html\r\nX-Request-ID: mine-1\r\n\r\n");
            Response response = connection.receive();
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.text()).contains("&lt;script&gt;").doesNotContain("<script");
            assertThat(response.value("X-Request-ID")).isEqualTo("mine-1");
        }
    }

    private Product notes(int workers) {
        return products.product()
                .workers(workers, 4)
                .environment("NOTES_FOLDER", products.folder("notes").toString())
                .options(
                        "--classpath",
                        Examples.file("notes/target/notes.jar") + ":" + Examples.file("notes/target/lib/") + "/*")
                .application("notes.Notes", "notes.RequestId")
                .start();
    }

    /** Makes a note and returns its path. */
    private static String made(Product product, String title) throws IOException {
        Response response = change(product, "POST " + NOTES, "", title);
        assertThat(response.status()).as("%s", response).isEqualTo(201);
        return response.value("Location");
    }

    private static Response change(Product product, String methodAndPath, String field, String title)
            throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            String body = "{\"title\":\"" + title + "\",\"text\":\"\"}";
            return Examples.send(connection, methodAndPath, JSON + field, title.isEmpty() ? "" : body);
        }
    }

    private static Response get(Product product, String path) {
        try {
            return HttpConnection.get(product.port(), path);
        } catch (IOException e) {
            throw new AssertionError("cannot get " + path, e);
        }
    }

    private static int conditional(Product product, String path, String field) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("GET " + path + " HTTP/1.1\r\nHost: test\r\n" + field + "\r\n\r\n");
            return connection.receive().status();
        }
    }

    private static String part(Response response, String pattern) {
        Matcher part = Pattern.compile(pattern).matcher(response.text());
        assertThat(part.find()).as("%s", response).isTrue();
        return part.group(1);
    }
}
