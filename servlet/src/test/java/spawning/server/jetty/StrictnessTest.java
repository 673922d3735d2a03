// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is ambiguous is refused, as docs/http.md says it, with the exceptions of docs/servlets.md. */
@Timeout(60)
class StrictnessTest {
    private static final class Takes extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            callback.succeeded();
            return true;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | GET / HTTP/1.1\\nHost: a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\nX: b\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nX: b\\r\\n c\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost : a\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\n\\r\\n",
                "400 | GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n",
                "400 | GET\\r\\n\\r\\n",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nab",
                "400 | POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: gzip\\r\\n\\r\\n",
                "426 | GET / HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n",
                "417 | POST / HTTP/1.1\\r\\nHost: a\\r\\nExpect: more\\r\\nContent-Length: 0\\r\\n\\r\\n",
            })
    void itIsRefusedAndTheConnectionClosed(int status, String request) throws Exception {
        try (Served served = Served.tcp(new Takes(), 2)) {
            assertThat(served.answer(request.replace("\\r", "\r").replace("\\n", "\n")))
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsOnlyOnce("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource({"414,2100", "431,0"})
    void whatIsTooLongIsRefused(int status, int line) throws Exception {
        try (Served served = Served.tcp(new Takes(), 2)) {
            String request = "GET /" + "a".repeat(line) + " HTTP/1.1\r\nHost: a\r\nX: " + "b".repeat(2100) + "\r\n\r\n";
            assertThat(served.answer(request)).startsWith("HTTP/1.1 " + status + " ");
        }
    }
}
