// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.control;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.status.Member;
import spawning.protocol.LogText;
import spawning.protocol.WorkerMessage;
import spawning.protocol.control.ControlReply;

/** All log files are closed and opened again, by name; each worker says so when it has. */
record ReopenLogsCommand(Controls controls) implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(ReopenLogsCommand.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @Override
    public ControlReply.End run(Talk talk) throws IOException, InterruptedException {
        LOG.info("{}: reopening log files", talk.by());
        controls.outputs().reopen();
        Map<Long, CompletableFuture<WorkerMessage>> echoes = new ConcurrentHashMap<>();
        try {
            List<Member> told = controls.ending().await(controls.steering().tell(OptionalInt.empty(), member -> {
                echoes.put(
                        member.number(),
                        controls.echoes().expect(member.number(), WorkerMessage.LogsReopened.class::isInstance));
                return controls.outputs().message();
            }));
            return collect(told, echoes);
        } catch (Ending.Ended e) {
            return Command.refused(String.valueOf(e.getMessage()));
        } finally {
            echoes.values().forEach(echo -> echo.cancel(false));
        }
    }

    private ControlReply.End collect(List<Member> told, Map<Long, CompletableFuture<WorkerMessage>> echoes)
            throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Map<Long, Member> members = new TreeMap<>();
        controls.board().site().members().forEach(member -> members.put(member.number(), member));
        List<String> faults = new ArrayList<>();
        for (Map.Entry<Long, CompletableFuture<WorkerMessage>> echo : new TreeMap<>(echoes).entrySet()) {
            Member member = members.get(echo.getKey());
            boolean heard = told.stream().anyMatch(one -> one.number() == echo.getKey());
            String fault = heard ? fault(echo.getValue(), deadline) : "it does not read what it is told";
            if (!fault.isEmpty() && member != null) { // one that has ended has no log open
                faults.add(
                        "worker " + member.slot() + " (pid " + member.process().pid() + "): " + fault);
            }
        }
        return faults.isEmpty()
                ? Command.done(told.size() + " workers have opened their logs again")
                : Command.refused("not all logs are open again: " + String.join("; ", faults));
    }

    private static String fault(CompletableFuture<WorkerMessage> echo, long deadline) throws InterruptedException {
        try {
            WorkerMessage message = echo.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return message instanceof WorkerMessage.LogsReopened(String problem) ? LogText.line(problem) : "";
        } catch (TimeoutException e) {
            return "no answer within " + LIMIT.toSeconds() + " s";
        } catch (ExecutionException e) {
            return ""; // it has ended, and closed its logs with that
        }
    }
}
