// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.SessionStore;
import spawning.server.jetty.session.SessionSettings;
import spawning.server.jetty.session.SharedSessions;

/** The threads of requests that waited for their session. */
@Timeout(60)
class SessionThreadsTest {
    @TempDir
    private Path folder;

    private final Semaphore entered = new Semaphore(0);
    private final Semaphore leave = new Semaphore(0);

    private final class Holding extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getPathInfo().equals("/new")) {
                request.getSession().setAttribute("who", "me");
                response.getWriter().print("id=" + request.getSession().getId() + ";");
                return;
            }
            entered.release();
            leave.acquireUninterruptibly();
            response.getWriter().print("done");
        }
    }

    @Test
    void aRequestThatWaitedForItsSessionIsCountedWhenItRuns() throws Exception {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addServlet(new ServletHolder(new Holding()), "/*");
        SharedSessions sessions = SharedSessions.open(
                SessionSettings.of(new SessionStore.Folder(folder.resolve("s")), Duration.ofSeconds(20)));
        Handler.Wrapper guard = sessions.guard(context.getSessionHandler());
        guard.setHandler(context);
        try (Served served = Served.tcp(guard, 2, sessions)) {
            String id = served.answer("GET /new HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
                    .replaceAll("(?s).*id=(.*?);.*", "$1");
            try (Client first = enters(served, get("/first", id));
                    Client second = served.connect()) {
                second.send(get("/second", id));
                while (served.engine.underWay().size() < 2) Thread.onSpinWait();
                leave.release();
                first.until("done");
                entered.acquire();
                assertThat(served.engine.full()).isFalse();
                try (Client stranger = enters(served, get("/stranger", "none"))) {
                    assertThat(served.engine.full())
                            .as("two requests on two threads")
                            .isTrue();
                    leave.release(2);
                    second.until("done");
                    stranger.until("done");
                }
            }
        }
    }

    private Client enters(Served served, String request) throws Exception {
        Client client = served.connect();
        client.send(request);
        entered.acquire();
        return client;
    }

    private static String get(String path, String id) {
        return "GET " + path + " HTTP/1.1\r\nHost: test\r\nCookie: JSESSIONID=" + id + "\r\n\r\n";
    }
}
