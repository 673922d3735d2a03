// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import spawning.harness.Await;
import spawning.harness.HttpConnection;
import spawning.harness.Product;
import spawning.harness.Products;
import spawning.harness.Response;

/** Does the comet example answer those who wait, as soon as there is something, and in the end in any case? */
class CometExampleIT {
    private static final Pattern ID = Pattern.compile("\"id\": (\\d+)");

    @RegisterExtension
    final Products products = new Products();

    @Test
    void twoPollsAreAnsweredByOneSay() throws IOException {
        Product product = comet(50, 50);
        try (HttpConnection first = HttpConnection.to(product.port());
                HttpConnection second = HttpConnection.to(product.port())) {
            poll(first, 0);
            poll(second, 0);
            awaitPolls(product, 2);
            say(product, "A \"quoted\" tag: <b> & \u2603");
            String expected = "\"name\": \"Ada\", \"text\": \"A \\u0022quoted\\u0022 tag: <b> & \u2603\"}";
            assertThat(first.receive().text()).contains(expected);
            assertThat(second.receive().text()).contains(expected);
        }
    }

    @Test
    void aPollIsAnsweredOnlyWithWhatIsNew() throws IOException {
        Product product = comet(50, 50);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            say(connection, "one");
            long one = id(connection.get("/poll?since=0"));
            say(connection, "two");
            assertThat(connection.get("/poll?since=" + one).text())
                    .contains("two")
                    .doesNotContain("one");
            assertThat(connection.get("/poll?since=soon").status()).isEqualTo(400);
        }
    }

    @Test
    void aPollWithoutNewsEndsWithNothing() throws IOException {
        Product product = comet(1, 50);
        Response response = HttpConnection.get(product.port(), "/poll?since=0");
        assertThat(response.status()).isEqualTo(204);
    }

    @Test
    void eventsArriveOneByOneAndTheStreamEndsByItself() throws IOException {
        Product product = comet(50, 4);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            Response header = events(connection);
            assertThat(header.value("Content-Type")).isEqualTo("text/event-stream");
            assertThat(event(connection)).isEqualTo("retry: 1000\n\n");
            long began = System.nanoTime();
            String first = event(connection);
            String second = event(connection);
            // A stream that was collected and sent at its end would bring both at once.
            assertThat(System.nanoTime() - began).as("nanoseconds").isGreaterThan(500_000_000);
            assertThat(first).startsWith("event: tick\ndata: {").isNotEqualTo(second);
            Await.until(
                    "the stream ends",
                    Await.SOON,
                    () -> eventOrFailure(connection).isEmpty());
            assertThat(connection.get("/").status())
                    .as("on the same connection")
                    .isEqualTo(200);
        }
    }

    private static boolean isLast(HttpConnection connection) {
        try {
            return connection.get("/").lastOfConnection();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aReloadLeavesNoPollWithoutItsAnswer() throws IOException {
        Product product = comet(50, 2);
        long last;
        try (HttpConnection waiting = HttpConnection.to(product.port());
                HttpConnection speaker = HttpConnection.to(product.port());
                HttpConnection probe = HttpConnection.to(product.port())) {
            assertThat(speaker.get("/").status()).isEqualTo(200);
            assertThat(probe.get("/").status()).isEqualTo(200);
            poll(waiting, 0);
            awaitPolls(product, 1);
            product.reload(2);
            Await.until("the old worker drains", Await.SOON, () -> isLast(probe));
            // The speaker's connection is the old worker's, which waits for its next request and says that it is the
            // last.
            say(speaker, "the old one's last words");
            Response answer = waiting.receive();
            assertThat(answer.text()).contains("last words");
            assertThat(answer.lastOfConnection()).isTrue();
            last = id(answer);
        }
        product.awaitOnly(1, 2);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            say(connection, "the new one's first words");
            assertThat(connection.get("/poll?since=" + last).text())
                    .as("numbers rise across the reload")
                    .contains("first words")
                    .doesNotContain("last words");
        }
    }

    @Test
    void headIsAnsweredAndAnotherMethodIsToldWhichThereAre() throws IOException {
        Product product = comet(1, 50);
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            for (String path : List.of("/", "/events")) {
                connection.send("HEAD " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
                assertThat(connection.receive(true).status()).as(path).isEqualTo(200);
                Response post = Examples.send(connection, "POST " + path, "", "");
                assertThat(post.status()).as(path).isEqualTo(405);
                assertThat(post.value("Allow")).isEqualTo("GET, HEAD");
            }
            assertThat(connection.get("/say").value("Allow")).isEqualTo("POST");
            assertThat(connection.get("/%c3%a9").text()).contains("/\u00e9 ");
        }
    }

    private Product comet(int pollSeconds, int streamSeconds) {
        return products.product()
                .workers(1, Examples.THREADS)
                .options("--keep-alive", "40")
                .environment("COMET_POLL_SECONDS", Integer.toString(pollSeconds))
                .environment("COMET_STREAM_SECONDS", Integer.toString(streamSeconds))
                .application(Examples.file("comet/Comet.java"))
                .start();
    }

    private static void poll(HttpConnection connection, long since) throws IOException {
        connection.send("GET /poll?since=" + since + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }

    private static void say(HttpConnection connection, String text) throws IOException {
        String form = "name=Ada&text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        String field = "Content-Type: application/x-www-form-urlencoded\r\n";
        assertThat(Examples.send(connection, "POST /say", field, form).status()).isEqualTo(204);
    }

    private static void say(Product product, String text) throws IOException {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            say(connection, text);
        }
    }

    /** Waits until the example says that so many polls are open. */
    private static void awaitPolls(Product product, int count) throws IOException {
        Await.until(count + " polls are open", Await.SOON, () -> seesPolls(product, count));
    }

    private static boolean seesPolls(Product product, int count) {
        try (HttpConnection connection = HttpConnection.to(product.port())) {
            events(connection);
            event(connection);
            return event(connection).contains("\"waiting\": " + count + "}");
        } catch (IOException e) {
            throw new AssertionError("cannot look at the events", e);
        }
    }

    private static Response events(HttpConnection connection) throws IOException {
        connection.send("GET /events HTTP/1.1\r\nHost: test\r\n\r\n");
        return connection.receiveHeader();
    }

    private static String event(HttpConnection connection) throws IOException {
        return new String(connection.receiveChunk(), StandardCharsets.UTF_8);
    }

    private static String eventOrFailure(HttpConnection connection) {
        try {
            return event(connection);
        } catch (IOException e) {
            throw new AssertionError("the stream broke", e);
        }
    }

    private static long id(Response response) {
        Matcher id = ID.matcher(response.text());
        assertThat(id.find()).as("%s", response).isTrue();
        return Long.parseLong(id.group(1));
    }
}
