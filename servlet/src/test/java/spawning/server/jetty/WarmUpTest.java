// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import spawning.protocol.SessionStore;
import spawning.protocol.WarmUpSettings;
import spawning.protocol.scoreboard.Counter;
import spawning.server.jetty.session.SessionSettings;
import spawning.server.jetty.session.SharedSessions;
import spawning.server.warm.Report;
import spawning.server.warm.WarmUp;

/** What a worker with a web application may be relied on for while it warms up. */
@Timeout(60)
class WarmUpTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    /** Sessions. */
    private final AtomicInteger begun = new AtomicInteger();

    /** Those of which a listener heard the end. */
    private final AtomicInteger ended = new AtomicInteger();

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Has a session for each client. */
    private final class Shop extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            begun.addAndGet(request.getSession().isNew() ? 1 : 0);
            request.getSession().setAttribute("basket", "full");
            if (seen.size() < 1000) {
                seen.add(request.getAttribute("spawning.warmup") + " " + request.getRemoteAddr() + " "
                        + request.getServerName() + " " + request.getHeader("User-Agent"));
            }
            response.getWriter().println("shop");
        }
    }

    private static Report warmUp(Served served, int threads, int requests) throws Exception {
        var wanted = new WarmUpSettings(List.of("/"), "shop.example", LONG, requests);
        return new WarmUp(served.engine, wanted, threads, 3).run(LONG);
    }

    @Test
    void theApplicationSeesWhatItIsAndNothingIsCounted() throws Exception {
        for (int threads : new int[] {0, 2}) {
            seen.clear();
            try (Served served = Served.tcp(shop(), threads)) {
                Report report = warmUp(served, threads, 0);
                assertThat(report.end()).isEqualTo(Report.End.SETTLED);
                assertThat(report.problems()).isEmpty();
                assertThat(seen).containsOnly("true 127.0.0.1 shop.example spawning-warmup");
                var view = served.scoreboard.view();
                assertThat(Stream.of(Counter.values()).filter(counter -> view.count(counter) != 0))
                        .isEmpty();

                seen.clear();
                assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                        .contains("shop");
                assertThat(seen).containsOnly("null 127.0.0.1 a null");
                assertThat(view.count(Counter.REQUESTS)).isEqualTo(1);
            }
        }
    }

    @Test
    void itsSessionsAreNotKept() throws Exception {
        SharedSessions sessions = SharedSessions.open(
                SessionSettings.of(new SessionStore.Folder(folder.resolve("sessions")), Duration.ofSeconds(5)));
        ServletContextHandler context = shop();
        var guard = sessions.guard(context.getSessionHandler());
        guard.setHandler(context);
        try (Served served = Served.tcp(guard, 2, sessions)) {
            Report report = warmUp(served, 2, 100);
            assertThat(report.problems()).isEmpty();
            assertThat(report.requests()).isEqualTo(100);
            assertThat(begun).as("sessions, for none is found again").hasValue(100);
            assertThat(ended).hasValue(0);
            assertThat(files()).as("what is left of them").containsOnly("locks");

            assertThat(served.answer("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                    .contains("Set-Cookie");
            assertThat(files()).hasSize(2).anyMatch(file -> file.endsWith(".session"));
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }
    }

    @Test
    void inMemoryItHasASessionForEachConnection() throws Exception {
        try (Served served = Served.tcp(shop(), 2)) {
            Report report = warmUp(served, 2, 100);
            assertThat(report.requests()).isEqualTo(100);
            assertThat(begun.get()).isBetween(1, 2);
        }
    }

    private ServletContextHandler shop() {
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addServlet(new ServletHolder(new Shop()), "/*");
        context.getSessionHandler().addEventListener(new HttpSessionListener() {
            @Override
            public void sessionDestroyed(HttpSessionEvent event) {
                ended.incrementAndGet();
            }
        });
        return context;
    }
}
