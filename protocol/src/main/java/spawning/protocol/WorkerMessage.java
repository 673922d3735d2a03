// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.util.Map;

/** What a worker says to the controller, one {@linkplain MessageLine line} each on the lifeline. */
public sealed interface WorkerMessage {
    /** The application is loaded; the worker can accept when told to. */
    record Ready() implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("ready", Map.of());
        }
    }

    /** The worker asks to be replaced; it serves on until it is told to drain. */
    record Retiring(String reason) implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("retiring", Map.of("reason", reason));
        }
    }

    /**
     * A request is older than the request timeout and occupies its thread, or its event loop, still. The worker serves on
     * with what is free until it is told to drain.
     *
     * @param what the request, for people
     */
    record Stuck(String what) implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("stuck", Map.of("what", what));
        }
    }

    /** Every request has been answered; the worker is about to exit. */
    record Drained() implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("drained", Map.of());
        }
    }

    /** What was asked for by {@link ControllerMessage.Dump} is written, or could not be. */
    record Dumped() implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("dumped", Map.of());
        }
    }

    /**
     * The access log was opened anew, as {@link ControllerMessage.ReopenLogs} asked.
     *
     * @param problem empty when it was; else why not, and the worker writes to the old file still
     */
    record LogsReopened(String problem) implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("logs-reopened", Map.of("problem", problem));
        }
    }

    /**
     * The worker could not boot and is about to exit. It has written the whole stack trace to the log itself.
     *
     * @param what one line that says what failed
     */
    record Failed(String what) implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("failed", Map.of("what", what));
        }
    }

    /**
     * What was asked for by {@link ControllerMessage.Backdoor} waits for its client, or does not.
     *
     * @param path as asked
     * @param problem why there is none, in a sentence; empty when there is
     */
    record BackdoorOpened(String path, String problem) implements WorkerMessage {
        @Override
        public String encode() {
            return MessageLine.encode("backdoor-opened", Map.of("path", path, "problem", problem));
        }
    }

    /**
     * The line that says it, without its line feed. A method of each message rather than a switch over them, for which the
     * JDK would make a class of its own at the boot of each worker.
     */
    String encode();

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException the line is no message of this version; the text says why
     */
    static WorkerMessage decode(String line) {
        MessageLine message = MessageLine.decode(line);
        return switch (message.verb()) {
            case "ready" -> new Ready();
            case "retiring" -> new Retiring(message.text("reason"));
            case "stuck" -> new Stuck(message.text("what"));
            case "drained" -> new Drained();
            case "dumped" -> new Dumped();
            case "backdoor-opened" -> new BackdoorOpened(message.text("path"), message.text("problem"));
            case "logs-reopened" -> new LogsReopened(message.text("problem"));
            case "failed" -> new Failed(message.text("what"));
            default -> throw new IllegalArgumentException("unknown message from a worker: " + line);
        };
    }
}
