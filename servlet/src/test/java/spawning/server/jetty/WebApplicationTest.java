// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.security.LoginService;
import org.eclipse.jetty.security.UserIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What does an application see of the server, and a client of the application's failures? */
class WebApplicationTest {
    private static final String GET = "GET %s HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";

    @TempDir
    Path generation;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void listenNoLonger() {
        root.detachAppender(log);
    }

    @Test
    void whatAServletThrowsIsNotToldToTheClient() throws Exception {
        try (Served served = Served.tcp(application(new Failing()), 2)) {
            String thrown = served.answer(GET.formatted("/throw"));
            assertThat(thrown)
                    .startsWith("HTTP/1.1 500 ")
                    .contains("Server Error")
                    .doesNotContain("secret")
                    .doesNotContain("Exception")
                    .doesNotContain("Failing")
                    .doesNotContain("\tat ");
            assertThat(served.answer(GET.formatted("/send"))).contains("sold out");
            assertThat(served.answer(GET.formatted("/a%2fb")))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("Ambiguous URI");
        }
        assertThat(log.list).anyMatch(event -> event.getThrowableProxy() != null);
    }

    @Test
    void whatTheApplicationLogsThroughItsContextIsInTheLog() throws Exception {
        try (Served served = Served.tcp(application(new Failing()), 2)) {
            assertThat(served.answer(GET.formatted("/log"))).startsWith("HTTP/1.1 200 ");
        }
        assertThat(log.list)
                .anyMatch(event -> event.getFormattedMessage().equals("a word of the application's")
                        && event.getLevel() == Level.INFO
                        && !event.getLoggerName().startsWith("org.eclipse.jetty"));
    }

    @Test
    void aServletThatDoesNotComeUpIsToldOfInItsOwnWordsAndNotLoggedTwice() throws Exception {
        WebApplication application = application(new Unstartable());
        assertThatThrownBy(() -> Served.tcp(application, 2).close())
                .isInstanceOf(ServletException.class)
                .hasMessage("no shelves")
                .hasRootCauseMessage("disk gone");
        assertThat(log.list).noneMatch(event -> event.getFormattedMessage().equals("unavailable"));
    }

    @Test
    void theFolderOfAWorkerThatWasKilledIsRemovedByTheNextOne() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Path left = Files.createDirectories(generation.resolve("work-" + gone.pid() + "-1/temp"));
        Files.writeString(left.resolve("upload"), "half");
        WorkFolder mine = WorkFolder.in(generation);
        WorkFolder another = WorkFolder.in(generation);
        try (Stream<Path> folders = Files.list(generation)) {
            assertThat(folders).containsExactlyInAnyOrder(mine.path(), another.path());
        }
    }

    /** Jetty gives no request when it reads a session back. */
    @Test
    void aSessionOfAUserWhoIsNoLongerListedIsNoLongerLoggedIn() {
        LoginService logins = Logins.of(List.of("ann:secret,admin"), () -> "shop");
        UserIdentity ann = logins.login("ann", "secret", null, null);
        assertThat(logins.validate(ann)).isTrue();
        UserIdentity gone = logins.login("bob", "secret", null, null);
        assertThat(gone).as("null would fail each request of the session").isNotNull();
        assertThat(logins.validate(gone)).isFalse();
        assertThat(logins.validate(logins.login("ann", "former", null, null))).isFalse();
    }

    private WebApplication application(HttpServlet servlet) throws IOException {
        Path war = Files.createDirectories(generation.resolve("war"));
        Files.createDirectories(war.resolve("WEB-INF"));
        WebApplication application = new WebApplication(Served.settings(2), 1, WorkFolder.in(generation), war);
        ServletHolder holder = new ServletHolder(servlet);
        holder.setInitOrder(1);
        application.addServlet(holder, "/*");
        return application;
    }

    private static final class Failing extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            switch (request.getPathInfo()) {
                case "/throw" -> throw new ServletException("secret", new IllegalStateException("secret, too"));
                case "/send" -> response.sendError(500, "sold out");
                default -> getServletContext().log("a word of the application's");
            }
        }
    }

    private static final class Unstartable extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        public void init() throws ServletException {
            throw new ServletException("no shelves", new IOException("disk gone"));
        }
    }
}
