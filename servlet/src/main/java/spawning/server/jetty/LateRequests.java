// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.scoreboard.Counter;
import spawning.server.log.AccessLog;
import spawning.server.log.RequestIds;

/**
 * What becomes of requests that the application does not answer within the request timeout: their clients are told, they
 * are counted, the log says where they are, and the controller is told when one does not end by itself. The clock's thread.
 */
final class LateRequests {
    private static final Logger LOG = LoggerFactory.getLogger(LateRequests.class);

    /** What a late request gets to end by itself, so that its thread is free again. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    /** When all requests are late at once, one stack tells as much as a thousand. */
    private static final Duration STACKS_APART = Duration.ofSeconds(1);

    /** What clients of late requests are told. */
    static final int UNAVAILABLE = 503;

    private static final byte[] ANSWER =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Duration limit;
    private final Consumer<String> stuck;

    /** Those that may occupy a thread. */
    private final List<Answering> late = new ArrayList<>();

    private long lastStack = System.nanoTime() - STACKS_APART.toNanos();

    /**
     * @param limit the request timeout; zero: nobody is ever late
     * @param stuck given what request still occupies a thread; must not block
     */
    LateRequests(Duration limit, Consumer<String> stuck) {
        this.limit = limit;
        this.stuck = stuck;
    }

    /** Looks at the request that a connection has under way. */
    void look(ClientConnection connection, Answering request, long now) {
        if (limit.isZero()) {
            return;
        }
        if (!request.isLate() && !connection.clientsTurn() && request.isOver(connection.movedAt(), now)) {
            request.late();
            if (!connection.account().warmUp()) { // else a successor would do the same
                late.add(request);
            }
            connection.account().scoreboard().count(Counter.TIMED_OUT);
            end(connection, request);
        }
    }

    /**
     * Looks at a connection on which something came that all threads are too busy to read.
     *
     * @param waited for so long, in ns
     */
    void lookAtUnread(ClientConnection connection, long waited) {
        if (limit.isZero() || waited <= limit.toNanos() || !connection.refuseUnread(ANSWER.clone())) {
            return;
        }
        connection.account().scoreboard().count(Counter.TIMED_OUT);
        LOG.warn(
                "a request from {} has waited for a thread for {} ms (request timeout {} ms); answered 503",
                connection.getRemoteSocketAddress(),
                Duration.ofNanos(waited).toMillis(),
                limit.toMillis());
    }

    private void end(ClientConnection connection, Answering request) {
        boolean answered = connection.takeOver(ANSWER.clone());
        LOG.warn(
                "{}{}: no answer within {} ms (request timeout {} ms); {}{}",
                request.line(),
                RequestIds.shown(request.id()),
                request.age().toMillis(),
                limit.toMillis(),
                answered ? "answered 503" : "closing the connection, for its response had begun",
                stack(request));
        AccessLog accessLog = connection.account().accessLog();
        if (answered && accessLog.enabled()) {
            Request logged = request.request();
            if (logged != null) {
                accessLog.log(
                        new LoggedExchange(logged, null),
                        UNAVAILABLE,
                        0,
                        request.age().toNanos());
            }
        }
    }

    /** Asks for a replacement while late requests occupy their threads, also those whose connections are closed by now. */
    void judge() {
        late.removeIf(request -> request.thread() == null && hadItsGrace(request));
        late.forEach(this::judge);
    }

    private static boolean hadItsGrace(Answering request) {
        return request.lateFor().compareTo(GRACE) > 0;
    }

    private void judge(Answering request) {
        if (hadItsGrace(request) && request.sayStuck()) {
            stuck.accept(request.line() + " has run for " + request.age().toMillis() + " ms (request timeout "
                    + limit.toMillis() + " ms)" + RequestIds.shown(request.id()));
        }
    }

    private String stack(Answering request) {
        Thread thread = request.thread();
        long now = System.nanoTime();
        if (thread == null) {
            return "; no thread runs it";
        }
        if (now - lastStack < STACKS_APART.toNanos()) {
            return "";
        }
        lastStack = now;
        StringBuilder text = new StringBuilder("; \"").append(thread.getName()).append("\" is");
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
