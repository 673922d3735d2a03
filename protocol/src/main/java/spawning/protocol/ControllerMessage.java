// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.protocol;

import java.time.Duration;
import java.util.Map;

/** What the controller says to a worker, one {@linkplain MessageLine line} each on the lifeline. */
public sealed interface ControllerMessage {
    /** Start to accept connections; sent once, after {@link WorkerMessage.Ready}. */
    record Accept() implements ControllerMessage {}

    /**
     * Stop accepting, answer what was received, leave.
     *
     * @param limit the deadman timeout: the worker halts itself when it is not done by then; zero means without limit
     * @param last no other worker will accept after this one, so the accept queue is to be emptied first
     */
    record Drain(Duration limit, boolean last) implements ControllerMessage {
        public Drain {
            if (limit.isNegative()) {
                throw new IllegalArgumentException("drain limit " + limit + " is negative");
            }
        }
    }

    /**
     * Write down what is going on, and say {@link WorkerMessage.Dumped} then.
     *
     * @param folder for {@code threads.txt} and the rest; empty: the stacks go to the log
     * @param recording whether a flight recording is wanted, too: {@code recording.jfr}
     * @param heap whether a heap dump is wanted, too: {@code heap.hprof}
     */
    record Dump(String folder, boolean recording, boolean heap) implements ControllerMessage {}

    /**
     * Make a flight recording, {@code recording.jfr}, and say {@link WorkerMessage.Dumped} then.
     *
     * @param folder where
     * @param length more than zero
     */
    record MakeRecording(String folder, Duration length) implements ControllerMessage {}

    /**
     * Close and open the log files again, by name, and say {@link WorkerMessage.LogsReopened}.
     *
     * @param stdout the file that standard output is appended to, absolute; empty if it is none of ours
     * @param stderr likewise
     */
    record ReopenLogs(String stdout, String stderr) implements ControllerMessage {}

    /**
     * Open a JShell on a unix socket of mode 0600, for one connection, and say {@link WorkerMessage.BackdoorOpened}.
     *
     * @param path of the socket, in a folder that nobody else can enter
     */
    record Backdoor(String path) implements ControllerMessage {}

    /** The line that says it, without its line feed. */
    default String encode() {
        return switch (this) {
            case Accept() -> MessageLine.encode("accept", Map.of());
            case Drain(Duration limit, boolean last) ->
                MessageLine.encode(
                        "drain", Map.of("limit-ms", Long.toString(limit.toMillis()), "last", Boolean.toString(last)));
            case Dump(String folder, boolean recording, boolean heap) ->
                MessageLine.encode(
                        "dump",
                        Map.of(
                                "folder",
                                folder,
                                "recording",
                                Boolean.toString(recording),
                                "heap",
                                Boolean.toString(heap)));
            case MakeRecording(String folder, Duration length) ->
                MessageLine.encode("record", Map.of("folder", folder, "length-ms", Long.toString(length.toMillis())));
            case Backdoor(String path) -> MessageLine.encode("backdoor", Map.of("path", path));
            case ReopenLogs(String stdout, String stderr) ->
                MessageLine.encode("reopen-logs", Map.of("stdout", stdout, "stderr", stderr));
        };
    }

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException the line is no message of this version; the text says why
     */
    static ControllerMessage decode(String line) {
        MessageLine message = MessageLine.decode(line);
        return switch (message.verb()) {
            case "accept" -> new Accept();
            case "drain" -> new Drain(message.millis("limit-ms"), Boolean.parseBoolean(message.text("last")));
            case "dump" ->
                new Dump(
                        message.text("folder"),
                        Boolean.parseBoolean(message.text("recording")),
                        Boolean.parseBoolean(message.text("heap")));
            case "record" -> new MakeRecording(message.text("folder"), message.millis("length-ms"));
            case "backdoor" -> new Backdoor(message.text("path"));
            case "reopen-logs" -> new ReopenLogs(message.text("stdout"), message.text("stderr"));
            default -> throw new IllegalArgumentException("unknown message to a worker: " + line);
        };
    }
}
