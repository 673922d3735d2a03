// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.ctl.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import spawning.ctl.connect.Choice;
import spawning.ctl.connect.ControlClient;
import spawning.ctl.connect.Failure;
import spawning.ctl.connect.Plain;
import spawning.protocol.control.ControlReply;
import spawning.protocol.control.ControlRequest;
import spawning.protocol.control.Outcome;

/** A command that asks a running instance. Its exit code is that of the {@link Outcome}. */
public abstract class Asking implements Callable<Integer> {
    /** What is answered at once anyway. */
    static final Duration SOON = Duration.ofSeconds(30);

    static final String EXIT_CODES =
            "Exit codes: 0 done, 1 refused, rolled back or failed, 2 usage or which instance, 3 no controller answers, 4"
                    + " timeout.";

    @Mixin
    private Choice choice = new Choice();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeText.class,
            description =
                    "How long to wait for the answer: 30, 500ms, 2m; 0 is without limit. Otherwise 30 seconds, and"
                            + " without limit with --wait.")
    private @Nullable Duration timeout;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final Integer call() {
        try {
            return run(choice.client(System.getenv())).code();
        } catch (Failure e) {
            err().println("spawning-ctl: " + Plain.lines(String.valueOf(e.getMessage())));
            return e.outcome().code();
        } finally {
            out().flush();
        }
    }

    /** Asks, and shows what comes of it. */
    abstract Outcome run(ControlClient client) throws Failure;

    final PrintWriter out() {
        return command().commandLine().getOut();
    }

    final PrintWriter err() {
        return command().commandLine().getErr();
    }

    private CommandSpec command() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it before it calls");
        }
        return spec;
    }

    final Duration limit(Duration usual) {
        return timeout == null ? usual : timeout;
    }

    /** Asks and shows each step and the end; data is for the caller. */
    final Outcome ask(ControlClient client, ControlRequest request, Duration usual, Consumer<ControlReply.Data> data)
            throws Failure {
        ControlReply.End end = client.ask(request, limit(usual), reply -> {
            switch (reply) {
                case ControlReply.Progress(String text) -> say(text);
                case ControlReply.Data some -> data.accept(some);
                case ControlReply.End _ -> throw new IllegalStateException("the end is returned");
            }
        });
        if (end.outcome() == Outcome.DONE) {
            say(end.text());
        } else {
            out().flush();
            err().println("spawning-ctl: " + Plain.lines(end.text()));
        }
        return end.outcome();
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            out().println(Plain.lines(text));
            out().flush();
        }
    }

    /** The document of the status. */
    final String status(ControlClient client, boolean all) throws Failure {
        StringBuilder text = new StringBuilder();
        Outcome outcome = ask(
                client,
                all ? ControlRequest.of("status").with("all", "true") : ControlRequest.of("status"),
                SOON,
                data -> text.append(data.kind().equals("status") ? data.text() : ""));
        if (outcome != Outcome.DONE) {
            throw new Failure(outcome, "the status cannot be told");
        }
        return text.toString();
    }
}
