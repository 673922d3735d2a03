// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client is told whose body stops coming. */
@Timeout(60)
class StalledBodyTest {
    private static ServletContextHandler application() {
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new Reader());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        return context;
    }

    private static final class Reader extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getPathInfo()) {
                case "/handled" -> handled(request, response);
                case "/begun" -> {
                    response.getOutputStream().print("begun");
                    response.flushBuffer();
                    var _ = request.getInputStream().readAllBytes();
                }
                case "/parameter" -> response.getOutputStream().print(request.getParameter("a"));
                case "/listener" -> request.startAsync().start(() -> listen(request));
                default -> {
                    var _ = request.getInputStream().readAllBytes();
                }
            }
        }

        private static void handled(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                var _ = request.getInputStream().readAllBytes();
            } catch (IOException e) {
                response.sendError(422);
            }
        }

        private static void listen(HttpServletRequest request) {
            try {
                request.getInputStream().setReadListener(new ReadListener() {
                    @Override
                    public void onDataAvailable() throws IOException {
                        while (request.getInputStream().isReady()) {
                            var _ = request.getInputStream().read();
                        }
                    }

                    @Override
                    public void onAllDataRead() {
                        request.getAsyncContext().complete();
                    }

                    @Override
                    public void onError(Throwable t) {
                        request.getAsyncContext().complete();
                    }
                });
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String answer(String path) throws Exception {
        try (Served served = Served.tcp(application(), 2)) {
            return served.answer("POST " + path + " HTTP/1.1\r\nHost: test\r\nContent-Length: 5\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=");
        }
    }

    @Test
    void itIsATimeoutWhereTheApplicationDoesNotHandleIt() throws Exception {
        assertThat(answer("/")).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        assertThat(answer("/parameter")).startsWith("HTTP/1.1 408 ");
    }

    @Test
    void itIsWhatTheApplicationMakesOfIt() throws Exception {
        assertThat(answer("/handled")).startsWith("HTTP/1.1 422 ").contains("\r\nConnection: close\r\n");
        assertThat(answer("/listener")).startsWith("HTTP/1.1 200 ").contains("\r\nConnection: close\r\n");
    }

    @Test
    void aResponseThatHasBegunIsCut() throws Exception {
        assertThat(answer("/begun")).contains("begun").doesNotContain("\r\n0\r\n\r\n", "408");
    }
}
