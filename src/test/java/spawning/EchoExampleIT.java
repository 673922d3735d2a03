// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;

/** Does the echo example stream both ways, and never leave half a file? */
class EchoExampleIT {
    private static final int LARGER_THAN_THE_HEAP = 40 << 20;

    @RegisterExtension
    final Products products = new Products();

    @Test
    void aFileLargerThanTheHeapComesBackByteForByte() throws Exception {
        Product product = echo("-J", "-Xmx32m");
        byte[] file = random(LARGER_THAN_THE_HEAP);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            Response stored = Examples.send(connection, "PUT /upload?name=film.bin", "", file);
            assertThat(stored.status()).isEqualTo(201);
            assertThat(stored.value("Location")).isEqualTo("/files/film.bin");
            String sha256 = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(file));
            assertThat(stored.text()).contains("\"size\": " + file.length, "\"sha256\": \"" + sha256 + "\"");
        }
        Response back = HttpConnection.get(product.port(), "/files/film.bin");
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.body()).isEqualTo(file);
    }

    @Test
    void anEchoBeginsBeforeTheBodyHasEnded() throws IOException {
        Product product = echo("--lint");
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("POST /echo HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
            assertThat(connection.receiveHeader().status()).isEqualTo(200);
            assertThat(connection.receiveChunk()).asString().isEqualTo("first");
            connection.send("6\r\nsecond\r\n0\r\n\r\n");
            assertThat(connection.receiveChunk()).asString().isEqualTo("second");
            assertThat(connection.receiveChunk()).isEmpty();
        }
        assertThat(product.stop()).isZero();
        assertThat(product.log().has(LogLines.BREACH)).isFalse();
    }

    @Test
    void anAbortedUploadLeavesNothing() throws IOException {
        Product product = echo();
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("PUT /upload?name=half.bin HTTP/1.1\r\nHost: test\r\nContent-Length: 1000000\r\n\r\n");
            connection.send(random(300_000));
            Await.until(
                    "the upload has begun",
                    Await.SOON,
                    () -> uploads().stream().anyMatch(file -> file.toFile().length() > 0));
            assertThat(folder().resolve("half.bin")).doesNotExist();
        }
        Await.until("nothing is left of it", Await.SOON, () -> uploads().isEmpty());
        assertThat(HttpConnection.get(product.port(), "/files/half.bin").status())
                .isEqualTo(404);
    }

    @Test
    void anUploadThatIsTooLargeIsRefusedAndLeavesNothing() throws IOException {
        Product product = echo("--max-body", "100k");
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            connection.send("PUT /upload?name=large.bin HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.send("1d4c0\r\n"); // 120,000: known to be too large only when it is there
            connection.send(random(120_000));
            assertThat(connection.receive().status()).isEqualTo(413);
        }
        assertThat(uploads()).isEmpty();
    }

    @Test
    void anUploadReplacesTheOneBeforeWhole() throws IOException {
        Product product = echo();
        for (String content : List.of("the first, longer one", "the second")) {
            try (HttpConnection connection = HttpConnection.to(product.port())) {
                assertThat(Examples.send(connection, "POST /upload?name=a.txt", "", content)
                                .status())
                        .isEqualTo(201);
                assertThat(connection.get("/files/a.txt").text()).isEqualTo(content);
            }
        }
        assertThat(uploads()).containsExactly(folder().resolve("a.txt"));
    }

    @Test
    void noNameLeadsOutOfTheFolder() throws IOException {
        Product product = echo();
        Files.writeString(products.folder().resolve("secret"), "a secret");
        for (String name :
                List.of("../secret", "..%2Fsecret", "%2e%2e/secret", "", ".", "..", ".hidden", "a/b", "a%00", "%zz")) {
            try (HttpConnection connection = HttpConnection.to(product.port())) {
                assertThat(connection.get("/files/" + name).status())
                        .as("GET %s", name)
                        .isIn(400, 404);
            }
            try (HttpConnection connection = HttpConnection.to(product.port())) {
                assertThat(Examples.send(connection, "PUT /upload?name=" + name, "", "x")
                                .status())
                        .as("PUT %s", name)
                        .isEqualTo(400);
            }
        }
        assertThat(uploads()).isEmpty();
        assertThat(products.folder().resolve("secret")).hasContent("a secret");
    }

    @Test
    void anotherSitesPageMayNotUpload() throws IOException {
        Product product = echo();
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            String field = "Sec-Fetch-Site: cross-site\r\n";
            assertThat(Examples.send(connection, "POST /upload?name=a", field, "x")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(uploads()).isEmpty();
    }

    @Test
    void thePageIsThereAndOtherMethodsAndPathsAreNot() throws IOException {
        Product product = echo();
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            assertThat(connection.get("/").text()).contains("<form");
            assertThat(connection.get("/nothing").status()).isEqualTo(404);
            assertThat(connection.get("/%c3%a9").text()).contains("/\u00e9 ");
            assertThat(connection.get("/upload").value("Allow")).isEqualTo("PUT, POST");
        }
    }

    private Product echo(String... options) {
        return products.product()
                .workers(2, 4)
                .options(options)
                .environment("ECHO_FOLDER", folder().toString())
                .application(Examples.file("echo/Echo.java"))
                .start();
    }

    private Path folder() {
        return products.folder("uploads");
    }

    /** All files in the folder, parts of uploads too. */
    private List<Path> uploads() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.toList();
        } catch (IOException e) {
            throw new AssertionError("cannot look into " + folder(), e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
