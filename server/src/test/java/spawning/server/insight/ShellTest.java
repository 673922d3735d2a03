// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import spawning.server.engine.Inside;

class ShellTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final StringBuilder application = new StringBuilder("shop");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Inside inside =
            new Inside(application, "CharSequence", ClassLoader.getSystemClassLoader(), List.of());

    @Test
    void snippetsRunInThisProcessOnTheApplicationItself() {
        String said = talk("""
                ((StringBuilder) application).append(" is open").length()
                int twice(int x) {
                  return 2 * x;
                }
                twice(21)
                println(application)
                int y = 1; int z = y + 1
                ProcessHandle.current().pid()
                """);
        assertThat(application.toString()).isEqualTo("shop is open");
        assertThat(said)
                .contains("$1 ==> 12", "   ...> ", " ==> 42", "jshell> shop is open", "y ==> 1", "z ==> 2")
                .contains(" ==> " + ProcessHandle.current().pid());
    }

    @Test
    void mistakesAndExceptionsAreShownAndTheShellGoesOn() {
        assertThat(talk("nothing\nthrow new IllegalStateException(\"no\")\n1 +* 2\n6 * 7\n"))
                .contains("Error: cannot find symbol", "java.lang.IllegalStateException: no", "$", "==> 42");
    }

    @Test
    void exitLeavesAndWhatFollowsIsNotRun() {
        assertThat(talk("/exit\nSystem.setProperty(\"ShellTest\", \"ran\")\n")).endsWith("jshell> ");
        assertThat(System.getProperty("ShellTest")).isNull();
    }

    @Test
    void nothingOfItsBeginningStaysBehind() {
        talk("1\n");
        assertThat(System.getProperties().keySet()).doesNotContain("spawning.backdoor");
    }

    @Test
    void anEndlessLoopIsStopped() throws Exception {
        try (PipedOutputStream typed = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(typed);
                Shell shell = new Shell(inside, out)) {
            Thread thread = Thread.ofPlatform().daemon().start(() -> shell.run(in));
            typed.write("while (true) { ((StringBuilder) application).setLength(0); }\n9 * 9\n"
                    .getBytes(StandardCharsets.UTF_8));
            typed.flush();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!application.isEmpty() && System.nanoTime() - deadline < 0) {
                Thread.onSpinWait();
            }
            assertThat(application).isEmpty();
            while (!thread.join(Duration.ofMillis(20)) && System.nanoTime() - deadline < 0) {
                shell.stop();
            }
            assertThat(thread.isAlive()).isFalse();
            assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain("81");
        }
    }

    private String talk(String typed) {
        try (Shell shell = new Shell(inside, out)) {
            shell.run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
