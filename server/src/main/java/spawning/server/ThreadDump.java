// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.protocol.LogText;
import spawning.server.engine.RequestUnderWay;

/**
 * The requests under way with their stacks, and the stacks of all platform threads, as one log entry. Virtual threads
 * are seen through the requests they run. What applications choose in it, such as the names of threads, is escaped here,
 * so that the entry can be written as it is.
 */
final class ThreadDump {
    private static final Logger log = LoggerFactory.getLogger(ThreadDump.class);
    private static final int MOST_REQUESTS = 200;

    private volatile Supplier<List<RequestUnderWay>> requests = List::of;

    /** From now on the requests are shown, too. */
    void include(Supplier<List<RequestUnderWay>> underWay) {
        requests = underWay;
    }

    /**
     * Logs the stacks with the reason for which they are wanted. Any thread; blocks until all threads are at a safepoint.
     */
    void log(String reason) {
        log.warn(LoggedMessage.AS_IT_IS, "{}", text(reason));
    }

    /** The same as a text. */
    String text(String reason) {
        StringBuilder text = new StringBuilder(LogText.lines(reason)).append("; thread dump:");
        List<RequestUnderWay> underWay = requests.get();
        underWay.stream().limit(MOST_REQUESTS).forEach(request -> append(text, request));
        if (underWay.size() > MOST_REQUESTS) {
            text.append("\n").append(underWay.size() - MOST_REQUESTS).append(" younger requests are not shown");
        }
        Thread.getAllStackTraces().entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getKey().threadId()))
                .forEach(entry -> append(text, entry));
        return text.toString();
    }

    private static void append(StringBuilder text, Map.Entry<Thread, StackTraceElement[]> entry) {
        append(text.append('\n'), entry.getKey(), entry.getValue());
    }

    private static void append(StringBuilder text, RequestUnderWay request) {
        text.append("\nrequest ").append(LogText.line(request.line())).append(", for ");
        text.append(request.age().toMillis()).append(" ms, ");
        if (!request.id().isEmpty()) {
            text.append("id ").append(request.id()).append(", ");
        }
        Thread thread = request.thread();
        if (thread == null) {
            text.append(request.begun() ? "asynchronous" : "waits for a thread");
        } else if (thread.isVirtual()) {
            append(text.append("on "), thread, thread.getStackTrace());
        } else {
            text.append("on \"")
                    .append(LogText.line(thread.getName()))
                    .append("\" #")
                    .append(thread.threadId());
        }
    }

    private static void append(StringBuilder text, Thread thread, StackTraceElement[] stack) {
        text.append('"').append(LogText.line(thread.getName())).append("\" #").append(thread.threadId());
        text.append(' ').append(thread.getState());
        for (StackTraceElement frame : stack) {
            text.append("\n    at ").append(LogText.line(frame.toString()));
        }
    }
}
