// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.wsgi.Application;
import spawning.wsgi.Header;
import spawning.wsgi.RequestUrl;

/** An application is tested without a server. */
class TestRequestTest {
    private static final Application ECHO = (environ, start) -> {
        start.start("201 Created", new Header("Content-Type", "text/plain; charset=utf-8"))
                .write(new byte[] {'>', ' '});
        ((PrintWriter) environ.get("wsgi.errors")).print("noted");
        String body = new String(((InputStream) environ.get("wsgi.input")).readAllBytes(), StandardCharsets.UTF_8);
        String text = environ.get("REQUEST_METHOD") + " " + RequestUrl.path(environ) + " " + environ.get("QUERY_STRING")
                + " " + environ.get("CONTENT_TYPE") + " " + environ.get("HTTP_X_A") + " " + body;
        return List.of(text.getBytes(StandardCharsets.UTF_8));
    };

    @Test
    void aRequestReachesTheApplicationAndItsAnswerComesBack() throws Exception {
        TestResponse response = TestRequest.post("/caf\u00e9?a=b", "x=\u00fc")
                .header("X-A", "1")
                .send(ECHO);
        assertThat(response.status()).isEqualTo("201 Created");
        assertThat(response.header("content-type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(response.header("Location")).isNull();
        assertThat(response.text()).isEqualTo("> POST /caf\u00e9 a=b application/x-www-form-urlencoded 1 x=\u00fc");
        assertThat(response.errors()).isEqualTo("noted");
    }

    @Test
    void aBreachFailsTheTest() {
        Breaches.fails(Rule.START_NEVER, () -> TestRequest.get("/").send((environ, start) -> List.of(new byte[] {1})));
    }
}
