// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.Broken;
import spawning.harness.HttpConnection;
import spawning.harness.LogLines;
import spawning.harness.OutputLog.Source;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;
import spawning.harness.TestApplications;
import spawning.harness.TestApplications.OnLoad;

/** What goes over the wire? The parser's corners are tested beside the engine; these are the promises to users. */
class HttpIT {
    private static final String HOST = "Host: test\r\n";

    @RegisterExtension
    final Products products = new Products();

    private Product product;
    private HttpConnection connection;

    @BeforeEach
    void startTheShop() throws IOException {
        start();
    }

    private void start(String... more) throws IOException {
        product = products.product()
                .withAccessLog()
                .workers(1, 2)
                .options("--keep-alive", "2", "--max-body", "2m")
                .options(more)
                .options(
                        "--classpath",
                        TestApplications.classes(products.folder("classes"), "v1", OnLoad.NOTHING)
                                .toString())
                .application(TestApplications.CLASS, "com.acme.Frame")
                .start();
        connection = HttpConnection.to(product.port());
    }

    @AfterEach
    void hangUp() throws IOException {
        connection.close();
    }

    @Test
    void aConnectionIsKeptAndSaysForHowLong() throws IOException {
        for (int i = 0; i < 3; i++) {
            Response response = connection.get("/echo?n=" + i);
            assertThat(response.statusLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.value("Keep-Alive")).isEqualTo("timeout=2");
            assertThat(response.value("X-Frame")).as("the middleware's mark").isEqualTo("framed");
            assertThat(response.values("Date")).hasSize(1);
            assertThat(response.text()).startsWith("n=" + i + " version=v1 slot=1 generation=1 ");
        }
        assertThat(connection.endsHere()).as("closed after a while").isTrue();
        assertThat(connection.idleFor().toMillis())
                .as("but not before the time said")
                .isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        connection.send("GET /sleep?ms=200&n=1 HTTP/1.1\r\n" + HOST + "\r\nPOST /body?n=2 HTTP/1.1\r\n" + HOST
                + "Content-Length: 3\r\n\r\nabcGET /stream?n=3&count=1 HTTP/1.1\r\n" + HOST
                + "\r\nGET /echo?n=4 HTTP/1.1\r\n" + HOST + "\r\n");
        for (int i = 1; i <= 4; i++) {
            assertThat(connection.receive().text()).startsWith("n=" + i + " ");
        }
    }

    @Test
    void chunkedBodiesGoBothWays() throws IOException {
        connection.send("POST /body?n=1 HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                + "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: x\r\n\r\n");
        Response response = connection.receive();
        assertThat(response.text()).startsWith("n=1 ").endsWith("\nhello world");
        assertThat(response.value("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(connection.get("/echo?n=2").status()).isEqualTo(200);
    }

    @Test
    void aLargeBodyArrivesWhole() throws IOException {
        byte[] body = new byte[1_500_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 + i / 251);
        }
        connection.send("POST /length HTTP/1.1\r\n" + HOST + "Content-Length: " + body.length + "\r\n\r\n");
        connection.send(body);
        CRC32 sum = new CRC32();
        sum.update(body);
        assertThat(connection.receive().text()).isEqualTo(body.length + " " + sum.getValue() + "\n");
    }

    @Test
    void headIsAnsweredWithoutABody() throws IOException {
        Response get = connection.get("/echo?n=1");
        connection.send("HEAD /echo?n=1 HTTP/1.1\r\n" + HOST + "\r\n");
        Response head = connection.receive(true);
        assertThat(head.statusLine()).isEqualTo(get.statusLine());
        assertThat(head.value("Content-Length")).isEqualTo(get.value("Content-Length"));
        assertThat(connection.get("/echo?n=2").text()).startsWith("n=2 ");
    }

    @Test
    void anHttp10ClientGetsNoChunksAndAClosedConnection() throws IOException {
        connection.send("GET /stream?n=1&count=3 HTTP/1.0\r\n\r\n");
        Response response = connection.receive();
        assertThat(response.values("Transfer-Encoding")).isEmpty();
        assertThat(response.text().lines()).hasSize(3);
        assertThat(connection.endsHere()).isTrue();
    }

    @Test
    void aClientThatExpects100IsToldToContinue() throws IOException {
        connection.send("POST /body?n=1 HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
        assertThat(connection.receive().status()).isEqualTo(100);
        connection.send("body");
        assertThat(connection.receive().text()).startsWith("n=1 ").endsWith("\nbody");
    }

    @Test
    void anExceptionIsAClean500WithItsTraceInTheLogOnly() throws IOException {
        Response response = connection.get("/throw");
        assertThat(response.statusLine()).startsWith("HTTP/1.1 500 ");
        assertThat(response.toString()).doesNotContain("secret", "Exception", "Shop");
        product.log().await(Pattern.compile("the secret of the shop"), Await.SOON);
        product.log().await(LogLines.frameOf("call"), Await.SOON);
    }

    @Test
    void anExceptionWithinABodyCutsItVisibly() throws IOException {
        connection.send("GET /throw-late HTTP/1.1\r\n" + HOST + "\r\n");
        assertThatThrownBy(connection::receive).isInstanceOf(Broken.class);
        product.log().await(Pattern.compile("the secret at the end"), Await.SOON);
        assertThat(HttpConnection.get(product.port(), "/closed").text())
                .as("bodies closed")
                .isEqualTo("1\n");
    }

    @Test
    void everyBodyIsClosedAlsoWhenTheClientLeaves() throws IOException {
        connection.get("/stream?n=1&count=2");
        try (HttpConnection leaving = HttpConnection.to(product.port())) {
            leaving.send("GET /stream?n=2&count=10000000 HTTP/1.1\r\n" + HOST + "\r\n");
        }
        Await.until("both bodies are closed", Await.SOON, () -> closedBodies().equals("2\n"));
    }

    private String closedBodies() {
        try {
            return HttpConnection.get(product.port(), "/closed").text();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void piecesWrittenComeBeforeThoseReturned() throws IOException {
        assertThat(connection.get("/write").text()).isEqualTo("written, then returned\n");
    }

    @Test
    void anUnreadBodyDoesNotDestroyTheResponse() throws IOException {
        connection.send("POST /ignore-body HTTP/1.1\r\n" + HOST + "Content-Length: 1000000\r\n\r\n");
        connection.send(new byte[1_000_000]);
        assertThat(connection.receive().text()).isEqualTo("ignored\n");
    }

    @Test
    void whatBreaksTheRulesIsRefusedAndTheConnectionClosed() throws IOException {
        refused(400, "GET / HTTP/1.1||");
        refused(400, "POST / HTTP/1.1|Host: test|Content-Length: 1|Transfer-Encoding: chunked||");
        refused(400, "POST / HTTP/1.1|Host: test|Content-Length: 1|Content-Length: 2||");
        refused(400, "GET / HTTP/1.1|Host : test||");
        refused(413, "POST / HTTP/1.1|Host: test|Content-Length: 9000000||");
        refused(417, "POST /body HTTP/1.1|Host: test|Content-Length: 1|Expect: miracles||");
        refused(501, "POST / HTTP/1.1|Host: test|Transfer-Encoding: gzip, chunked||");
        refused(505, "GET / HTTP/3.0|Host: test||");
    }

    private void refused(int status, String request) throws IOException {
        try (HttpConnection client = HttpConnection.to(product.port())) {
            client.send(request.replace("|", "\r\n"));
            Response response = client.receive();
            assertThat(response.status()).as(request).isEqualTo(status);
            assertThat(response.lastOfConnection()).as(request).isTrue();
            assertThat(client.endsHere()).as(request).isTrue();
        }
    }

    @Test
    void eachRequestIsALineOfTheAccessLog() throws IOException {
        connection.get("/echo?n=1");
        Pattern line = Pattern.compile(
                "^127\\.0\\.0\\.1 - - \\[[^]]+] \"GET /echo\\?n=1 HTTP/1\\.1\" 200 \\d+ \\d+\\.\\d{6} [0-9a-f]{8}-[0-9a-f]+$");
        product.log().await(line, Await.SOON);
        assertThat(product.log().texts(Source.STDOUT)).allMatch(text -> text.startsWith("127.0.0.1 - - ["));
    }

    @Test
    void complaintsOfTheApplicationAreInTheLog() throws IOException {
        assertThat(connection.get("/errors").text()).isEqualTo("complained\n");
        product.log().await(Pattern.compile("a complaint of the shop"), Await.SOON);
    }

    @Test
    void withoutKeepAliveEveryResponseIsTheLast() throws IOException {
        hangUp();
        start("--no-keepalive");
        Response response = connection.get("/echo?n=1");
        assertThat(response.lastOfConnection()).isTrue();
        assertThat(response.values("Keep-Alive")).isEmpty();
        assertThat(connection.endsHere()).isTrue();
    }
}
