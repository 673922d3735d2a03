// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import spawning.server.engine.HttpEngine.DrainMode;
import spawning.server.engine.RequestUnderWay;

/** Asynchronous servlets. */
@Timeout(60)
class AsyncServletTest {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    private ServletContextHandler application() {
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(new Asynchronous());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        return context;
    }

    private final class Asynchronous extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                again(request, response);
                return;
            }
            AsyncContext async = request.startAsync();
            async.setTimeout(request.getPathInfo().startsWith("/timeout") ? 200 : 0);
            switch (request.getPathInfo()) {
                case "/start" -> async.start(() -> answer(async));
                case "/foreign" -> Thread.ofPlatform().start(() -> answer(async));
                case "/dispatch", "/error" -> async.dispatch();
                case "/timeout-listener" -> async.addListener(new AnswersTimeouts());
                default -> entered.countDown();
            }
        }

        private void again(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getPathInfo().equals("/error")) {
                throw new IllegalStateException("for the test");
            }
            waitHere();
            response.getWriter().print("dispatched");
        }

        private void answer(AsyncContext async) {
            waitHere();
            try {
                async.getResponse().getWriter().print("answered");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            async.complete();
        }

        private void waitHere() {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class AnswersTimeouts implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            event.getSuppliedResponse();
            ((HttpServletResponse) event.getAsyncContext().getResponse()).setStatus(504);
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    @Test
    void aThreadThatADispatchHasIsCounted() throws Exception {
        countsItsThread("/dispatch", "dispatched");
    }

    @Test
    void aThreadThatWasStartedByTheContextIsCounted() throws Exception {
        countsItsThread("/start", "answered");
    }

    private void countsItsThread(String path, String answer) throws Exception {
        try (Served served = Served.tcp(application(), 1);
                Client client = served.connect()) {
            client.send(get(path));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(served.engine.full()).isTrue();
            leave.countDown();
            client.until(answer);
            await(() -> !served.engine.full());
        }
    }

    @Test
    void aRequestThatWaitsTakesNoThreadAndIsNamed() throws Exception {
        try (Served served = Served.tcp(application(), 1);
                Client client = served.connect()) {
            client.send(get("/foreign"));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            await(() -> !served.engine.full());
            RequestUnderWay request = served.engine.underWay().getFirst();
            assertThat(request.line()).isEqualTo("GET /foreign");
            assertThat(request.thread()).isNull();
            assertThat(request.begun())
                    .as("it is asynchronous and waits for no thread")
                    .isTrue();
            leave.countDown();
            client.until("answered");
            await(() -> served.engine.underWay().isEmpty());
        }
    }

    @Test
    void aDrainWaitsForARequestThatIsAnsweredByAForeignThread() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Client client = served.connect()) {
            client.send(get("/foreign"));
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            var drained = served.drain(DrainMode.GRACEFUL);
            assertThat(drained).isNotDone();
            leave.countDown();
            assertThat(client.rest()).contains("\r\nConnection: close\r\n").contains("answered");
            drained.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void timeoutsAndErrorsAreAnswered() throws Exception {
        try (Served served = Served.tcp(application(), 2);
                Client client = served.connect()) {
            client.send(get("/timeout"));
            client.until("HTTP/1.1 500 ");
            client.send(get("/timeout-listener"));
            client.until("HTTP/1.1 504 ");
            client.send(get("/error"));
            client.until("HTTP/1.1 500 ");
            await(() -> served.engine.underWay().isEmpty());
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n";
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait(); // or the test's own limit ends this
        }
    }
}
