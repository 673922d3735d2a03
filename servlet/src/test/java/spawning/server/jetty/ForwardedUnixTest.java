// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a servlet sees of a client behind a unix socket. */
@Timeout(60)
class ForwardedUnixTest {
    private static final class Sees extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream()
                    .print("<" + request.getRemoteAddr() + "|" + request.getRemoteHost() + "|" + request.getRemotePort()
                            + "|" + request.getRequestURL() + "|" + request.getLocalPort() + ">");
        }
    }

    @Test
    void theClientHasNoAddressUnlessTheProxyTellsIt(@TempDir Path folder) throws Exception {
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Sees()), "/*");
        try (Served served = Served.unix(context, folder.resolve("a.sock"));
                Client client = served.connect()) {
            client.send("GET /x HTTP/1.1\r\nHost: shop\r\n\r\n");
            assertThat(client.until(">")).endsWith("<||-1|http://shop/x|-1>");
            client.send("GET /y HTTP/1.1\r\nHost: shop\r\nX-Forwarded-For: 192.0.2.7\r\n"
                    + "X-Forwarded-Proto: https\r\n\r\n");
            assertThat(client.until("/y|")).contains("<192.0.2.7|192.0.2.7|0|https://shop/y|");
        }
    }
}
