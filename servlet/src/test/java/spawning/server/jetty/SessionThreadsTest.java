// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.SessionStore;
import spawning.server.engine.RequestUnderWay;
import spawning.server.jetty.session.SessionSettings;
import spawning.server.jetty.session.SharedSessions;

/** The threads of requests that waited for their session. */
@Timeout(60)
class SessionThreadsTest {
    private static final String UPGRADE =
            "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

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
    void aWebSocketLeavesItsSessionToOthers() throws Exception {
        ServletContextHandler context = application();
        JakartaWebSocketServletContainerInitializer.configure(
                context, (servlets, container) -> container.addEndpoint(Silent.class));
        SharedSessions sessions = sessions(Duration.ofSeconds(1));
        try (Served served = Served.tcp(guarded(context, sessions), 2, sessions)) {
            String id = newSession(served);
            try (Client socket = served.connect()) {
                socket.send(get("/socket", id).replace("\r\n\r\n", UPGRADE));
                socket.until("HTTP/1.1 101 ");
                leave.release();
                try (Client other = enters(served, get("/other", id))) {
                    other.until("HTTP/1.1 200 ");
                }
            }
        }
    }

    /** Says nothing. */
    @ServerEndpoint("/socket")
    public static final class Silent {}

    @Test
    void aRequestThatWaitedForItsSessionIsCountedWhenItRuns() throws Exception {
        SharedSessions sessions = sessions(Duration.ofSeconds(20));
        try (Served served = Served.tcp(guarded(application(), sessions), 2, sessions)) {
            String id = newSession(served);
            try (Client first = enters(served, get("/first", id).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                    Client second = served.connect()) {
                second.send(get("/second", id));
                while (served.engine.underWay().stream().noneMatch(SessionThreadsTest::secondWaits))
                    Thread.onSpinWait();
                leave.release();
                assertThat(first.rest()).contains("done"); // three connections would be too many
                entered.acquire();
                while (served.engine.underWay().size() > 1)
                    Thread.onSpinWait(); // the client knows of the end of the first before the server has noted it
                assertThat(served.engine.underWay())
                        .singleElement()
                        .extracting(RequestUnderWay::thread)
                        .as("the thread that is counted for it")
                        .isNotNull();
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

    private ServletContextHandler application() {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addServlet(new ServletHolder(new Holding()), "/*");
        return context;
    }

    private SharedSessions sessions(Duration lock) throws IOException {
        return SharedSessions.open(SessionSettings.of(new SessionStore.Folder(folder.resolve("s")), lock));
    }

    private static Handler guarded(ServletContextHandler context, SharedSessions sessions) {
        Handler.Wrapper guard = sessions.guard(context.getSessionHandler());
        guard.setHandler(context);
        return guard;
    }

    private static String newSession(Served served) throws IOException {
        return served.answer("GET /new HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
                .replaceAll("(?s).*id=(.*?);.*", "$1");
    }

    private static boolean secondWaits(RequestUnderWay request) {
        return request.line().equals("GET /second") && request.begun() && request.thread() == null;
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
