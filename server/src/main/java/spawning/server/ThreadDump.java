// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.util.Comparator;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stacks of all platform threads as one log entry. */
final class ThreadDump {
    private static final Logger log = LoggerFactory.getLogger(ThreadDump.class);

    private ThreadDump() {}

    /** Logs the stacks with the reason for which they are wanted. Blocks until all threads are at a safepoint. */
    static void log(String reason) {
        StringBuilder text = new StringBuilder(reason).append("; thread dump:");
        Thread.getAllStackTraces().entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getKey().threadId()))
                .forEach(entry -> append(text, entry));
        log.warn("{}", text);
    }

    private static void append(StringBuilder text, Map.Entry<Thread, StackTraceElement[]> entry) {
        Thread thread = entry.getKey();
        text.append("\n\"").append(thread.getName()).append("\" #").append(thread.threadId());
        text.append(' ').append(thread.getState());
        for (StackTraceElement frame : entry.getValue()) {
            text.append("\n    at ").append(frame);
        }
    }
}
