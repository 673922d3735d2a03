// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import spawning.server.engine.Inside;

/**
 * A JShell whose snippets run in this JVM, with the application's class loader: line by line, without a terminal. They
 * know {@code application}, and {@code out} with {@code print}, {@code println} and {@code printf}, which write to the
 * client; {@code System.out} is the worker's own. One thread, but for {@link #stop}.
 */
final class Shell implements AutoCloseable {
    /** Where the snippets of the start find what they are given: only the JDK is seen by all class loaders. */
    private static final String GIFT = "spawning.backdoor";

    private static final String PROMPT = "jshell> ";
    private static final String CONTINUED = "   ...> ";
    private static final int SHOWN_FRAMES = 20;
    private static final List<String> IMPORTS = List.of(
            "java.io",
            "java.math",
            "java.net",
            "java.nio.file",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "java.util.function",
            "java.util.regex",
            "java.util.stream");

    private final PrintStream out;
    private final JShell shell;
    private volatile boolean stopped;

    /** Takes a second or more. */
    Shell(Inside inside, PrintStream out) {
        this.out = out;
        out.println("|  JShell in worker pid " + ProcessHandle.current().pid()
                + ": application, out, println(x); System.exit ends the worker; /exit leaves it alone");
        Thread.currentThread().setContextClassLoader(inside.loader()); // the threads of the snippets inherit it
        shell = JShell.builder()
                .executionEngine(new InThisProcess(inside.loader()), Map.of())
                .out(out)
                .err(out)
                .build();
        inside.classPath().stream().map(Path::toString).forEach(shell::addToClasspath);
        IMPORTS.forEach(name -> shell.eval("import " + name + ".*;"));
        give(inside);
    }

    private record InThisProcess(ClassLoader loader) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "worker";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return new LocalExecutionControl(loader);
        }
    }

    private void give(Inside inside) {
        System.getProperties().put(GIFT, new Object[] {inside.application(), out});
        try {
            String gift = "((Object[]) System.getProperties().get(\"" + GIFT + "\"))";
            shell.eval(inside.type() + " application = (" + inside.type() + ") " + gift + "[0];");
            shell.eval("PrintStream out = (PrintStream) " + gift + "[1];");
        } finally {
            System.getProperties().remove(GIFT);
        }
        shell.eval("void print(Object o) { out.print(o); }");
        shell.eval("void println(Object o) { out.println(o); }");
        shell.eval("void printf(String format, Object... args) { out.printf(format, args); }");
    }

    /** Reads and evaluates until the end of the input or {@code /exit}. */
    void run(InputStream in) {
        out.print(PROMPT);
        StringBuilder source = new StringBuilder();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !stopped; line = lines.readLine()) {
                if (source.isEmpty() && line.strip().startsWith("/")) {
                    if (!command(line.strip())) {
                        return;
                    }
                } else {
                    source.append(line).append('\n');
                    evaluateWhatIsComplete(source);
                }
                out.print(source.isEmpty() ? PROMPT : CONTINUED);
            }
        } catch (IOException e) {
            return; // the client is gone
        }
    }

    /**
     * Ends what is being evaluated, as far as that goes: a loop in a snippet, or a wait that can be interrupted. Nothing
     * more is begun, save what begins this very moment; so call it again while {@link #run} goes on. Any thread.
     */
    void stop() {
        stopped = true;
        shell.stop();
    }

    @Override
    public void close() {
        shell.close();
    }

    /** False to leave. */
    private boolean command(String line) {
        switch (line) {
            case "/exit", "/ex" -> {
                return false;
            }
            case "/vars", "/v" ->
                shell.variables()
                        .forEach(variable -> out.println("|    " + variable.typeName() + " " + variable.name() + " = "
                                + shell.varValue(variable)));
            default -> out.println("|  here are only /vars and /exit; all else is Java");
        }
        return true;
    }

    private void evaluateWhatIsComplete(StringBuilder source) {
        SourceCodeAnalysis analysis = shell.sourceCodeAnalysis();
        while (!source.isEmpty() && !stopped) {
            CompletionInfo info = analysis.analyzeCompletion(source.toString());
            Completeness completeness = info.completeness();
            if (completeness == Completeness.EMPTY) {
                source.setLength(0);
            } else if (completeness.isComplete() || completeness == Completeness.UNKNOWN) {
                String next = completeness.isComplete() ? info.source() : source.toString();
                String rest = completeness.isComplete() ? info.remaining() : "";
                source.setLength(0);
                source.append(rest);
                shell.eval(next).forEach(this::show);
            } else {
                return;
            }
        }
    }

    private void show(SnippetEvent event) {
        if (event.causeSnippet() != null) {
            return; // an earlier one that this one changed
        }
        Snippet snippet = event.snippet();
        if (event.status() == Snippet.Status.REJECTED) {
            shell.diagnostics(snippet)
                    .filter(Diag::isError)
                    .forEach(error -> out.println(
                            "|  Error: " + error.getMessage(Locale.ENGLISH).replace("\n", "\n|  ")));
        } else if (event.exception() != null) {
            show(event.exception());
        } else if (event.value() != null && !event.value().isEmpty()) {
            out.println(name(snippet) + event.value());
        } else if (!(snippet instanceof ExpressionSnippet) && snippet.kind() != Snippet.Kind.STATEMENT) {
            out.println("|  " + event.status().toString().toLowerCase(Locale.ENGLISH) + " "
                    + snippet.source().lines().findFirst().orElse("").strip());
        }
    }

    private static String name(Snippet snippet) {
        return switch (snippet) {
            case VarSnippet variable -> variable.name() + " ==> ";
            case ExpressionSnippet expression -> expression.name() + " ==> ";
            default -> "";
        };
    }

    private void show(JShellException failure) {
        String what = failure instanceof EvalException e ? e.getExceptionClassName() : "Unresolved";
        out.println("|  " + what + ": " + failure.getMessage());
        StackTraceElement[] stack = failure.getStackTrace();
        for (int i = 0; i < Math.min(SHOWN_FRAMES, stack.length); i++) {
            out.println("|        at " + stack[i]);
        }
    }
}
