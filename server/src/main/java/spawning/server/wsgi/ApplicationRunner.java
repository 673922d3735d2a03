// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.wsgi;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.server.engine.OutOfMemory;
import spawning.server.insight.InsightPages;
import spawning.server.log.RequestIds;
import spawning.wsgi.Application;
import spawning.wsgi.lint.LintError;

/** Calls the application for one request after another, and answers for it when it fails. Any number of threads. */
public final class ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationRunner.class);
    private static final String INTERNAL_ERROR = "Internal Server Error";

    private final Application application;
    private final ServerVariables server;
    private final Runnable onOutOfMemory;
    private final @Nullable OwnPages pages;

    /** Without pages of the worker's own. */
    public ApplicationRunner(Application application, ServerVariables server, Runnable onOutOfMemory) {
        this(application, server, onOutOfMemory, null);
    }

    /**
     * The application is called by {@link #run} only, on its thread.
     *
     * @param onOutOfMemory run on that thread when a request failed for want of memory
     * @param pages that the application never sees requests for; null for none
     */
    public ApplicationRunner(
            Application application, ServerVariables server, Runnable onOutOfMemory, @Nullable InsightPages pages) {
        this.application = application;
        this.server = server;
        this.onOutOfMemory = onOutOfMemory;
        this.pages = pages == null ? null : new OwnPages(pages);
    }

    /**
     * Runs one request to its end, whatever the application throws: the exchange is ended, what the application returned
     * is closed. Blocks as long as the application does and the client takes.
     */
    public void run(Exchange exchange) {
        Response response = new Response(exchange);
        ErrorLogWriter log = new ErrorLogWriter();
        FileBodies files = new FileBodies();
        try (PrintWriter errors = new PrintWriter(log)) {
            call(exchange, response, errors, files);
        } catch (Throwable failure) { // an Error, too, is the end of this request and not of the thread
            if (OutOfMemory.in(failure)) {
                onOutOfMemory.run();
            }
            answerFailure(exchange, response, failure);
        } finally {
            response.end();
            close(files, exchange);
        }
    }

    private void call(Exchange exchange, Response response, PrintWriter errors, FileBodies files) throws Exception {
        if (pages != null && pages.answers(exchange)) {
            return;
        }
        var environ = Environ.of(
                exchange.head(), exchange.body(), errors, files, exchange::extend, exchange.requestId(), server);
        @Nullable Iterable<byte[]> body = null;
        try {
            body = application.call(environ, response);
            if (body == null) {
                throw new NullPointerException("the application returned null instead of a body");
            }
            send(body, response);
        } finally {
            close(body, exchange);
        }
    }

    private static void send(Iterable<byte[]> body, Response response) throws IOException {
        if (body instanceof FileBody file) {
            response.sendFile(file);
            return;
        }
        Iterator<byte[]> elements = body.iterator();
        if (body instanceof Collection<byte[]> all && all.size() == 1) {
            byte[] only = element(elements);
            if (!elements.hasNext()) {
                response.writeOnly(only);
                return;
            }
            response.send(only);
        }
        while (!response.sated() && elements.hasNext()) {
            response.send(element(elements));
        }
        response.finish();
    }

    private static byte[] element(Iterator<byte[]> elements) {
        return Objects.requireNonNull(elements.next(), "an element of the body is null");
    }

    /** The response is decided by now, so a failure here can only be told to the log. */
    private static void close(@Nullable Object body, Exchange exchange) {
        if (body instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Throwable failure) {
                LintError breach = Breach.in(failure);
                LOG.error(
                        "{} {}: {}{}",
                        exchange.head().method(),
                        exchange.head().shownPath(),
                        breach == null ? "closing what the application returned failed" : breach.getMessage(),
                        RequestIds.shown(exchange.requestId()),
                        Unprintable.replaced(failure));
            }
        }
    }

    private static void answerFailure(Exchange exchange, Response response, Throwable failure) {
        try {
            logAndAnswer(exchange, response, Unprintable.replaced(failure));
        } catch (Throwable again) { // where memory or stack ran out once they may again, and the client waits
            exchange.abort();
            LOG.debug(
                    "{} {}: the failure could not be answered",
                    exchange.head().method(),
                    exchange.head().shownPath(),
                    again);
        }
    }

    private static void logAndAnswer(Exchange exchange, Response response, Throwable failure) throws IOException {
        String method = exchange.head().method();
        String path = exchange.head().shownPath();
        String id = RequestIds.shown(exchange.requestId());
        BodyFailure bodyFailure = exchange.bodyFailure();
        LintError breach = Breach.in(failure);
        if (breach != null) {
            boolean answerable = !exchange.committed() && !exchange.clientGone();
            String next = answerable ? "answering 500" : "closing the connection";
            LOG.error("{} {}: {}; {}{}", method, path, breach.getMessage(), next, id, failure);
            if (answerable) {
                answer(exchange, 500, INTERNAL_ERROR);
            } else {
                exchange.abort();
            }
        } else if (exchange.clientGone() && ofTheClient(failure)) {
            LOG.debug("{} {}: the client went away{}", method, path, id, failure);
            exchange.abort();
        } else if (response.overlong()) {
            LOG.error("{} {} failed after its whole response was sent{}", method, path, id, failure);
            response.finish();
        } else if (exchange.committed()) {
            LOG.error("{} {} failed after its response had begun; closing the connection{}", method, path, id, failure);
            exchange.abort();
        } else if (bodyFailure != null && ofTheClient(failure)) {
            LOG.info("{} {}: {}; answering {}{}", method, path, bodyFailure.text(), bodyFailure.status(), id);
            answer(exchange, bodyFailure.status(), reason(bodyFailure));
        } else {
            LOG.error("{} {} failed; answering 500{}", method, path, id, failure);
            answer(exchange, 500, INTERNAL_ERROR);
        }
    }

    /** Whether a failure came of reading from the client or writing to it; one of the application's own may come with it. */
    private static boolean ofTheClient(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return !(cause instanceof FileFailure);
            }
        }
        return false;
    }

    private static void answer(Exchange exchange, int status, String reason) throws IOException {
        exchange.send(ResponseHead.plain(status, reason), ResponseHead.plainBody(reason));
    }

    private static String reason(BodyFailure failure) {
        return switch (failure) {
            case ABORTED -> "Client Closed Request";
            case TIMED_OUT -> "Request Timeout";
            case TOO_LARGE -> "Content Too Large";
            case MALFORMED -> "Bad Request";
        };
    }
}
