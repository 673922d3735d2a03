// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerLoggingTest {
    private static final String FORGED = "x\n2026-01-01 00:00:00.000 [worker 1] ERROR FORGED\u001b[31m\0";
    private static final String SHOWN = "x\n    2026-01-01 00:00:00.000 [worker 1] ERROR FORGED\\u001b[31m\\u0000\n";

    private final LoggerContext context = new LoggerContext();
    private final Encoder<ILoggingEvent> encoder;

    WorkerLoggingTest() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("worker", "worker 3");
        encoder = WorkerLogging.encoder(context);
    }

    @Test
    void noMessageCanPassForAnotherEntryOrSteerATerminal() {
        assertThat(written(event("got " + FORGED, null))).contains(" [worker 3] ERROR got " + SHOWN);
    }

    @Test
    void noMessageOfAnExceptionCanEither() {
        Exception failure = new IllegalStateException(FORGED, new RuntimeException(FORGED));
        failure.addSuppressed(new RuntimeException(FORGED));
        String text = written(event("failed", failure));
        assertThat(text)
                .contains(
                        "ERROR failed\njava.lang.IllegalStateException: " + SHOWN + "\tat ",
                        "\nCaused by: java.lang.RuntimeException: " + SHOWN,
                        "\n\tSuppressed: java.lang.RuntimeException: " + SHOWN)
                .doesNotContain("\n2026", "\u001b");
    }

    @Test
    void aMessageWithoutEndIsCutButNotItsStackTrace() {
        String huge = "x".repeat(5_000_000);
        String text = written(event(huge, new RuntimeException(huge)));
        assertThat(text).hasSizeLessThan(200_000).contains("(cut: 65536 of 5000000 characters)\n\tat " + "spawning.");
    }

    @Test
    void aThreadDumpIsShownWhole() {
        String dump = "thread dump:\nrequest GET /\n    at a.B.c\n" + "\n    at x".repeat(20_000);
        LoggingEvent event = event(dump, null);
        event.addMarker(LoggedMessage.AS_IT_IS);
        assertThat(written(event)).endsWith(dump + "\n");
    }

    private String written(ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    private LoggingEvent event(String text, @Nullable Throwable failure) {
        return new LoggingEvent("test", context.getLogger("test"), Level.ERROR, text, failure, null);
    }
}
