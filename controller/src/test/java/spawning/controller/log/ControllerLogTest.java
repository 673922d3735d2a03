// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With the file that the product is configured by. */
class ControllerLogTest {
    private final LoggerContext context = new LoggerContext();

    @BeforeEach
    void configure() throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Path.of("..", "conf", "logback.xml").toFile());
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatAWorkerOrTheCompilerSaysCannotPassForAnotherEntry() {
        assertThat(written("worker 1: a\n2026 FORGED\u001b[31m", null))
                .endsWith(" [controller] ERROR worker 1: a\n    2026 FORGED\\u001b[31m\n");
        assertThat(written("x".repeat(5_000_000), null)).hasSizeLessThan(70_000).contains("(cut: 65536 of 5000000");
    }

    @Test
    void theTraceOfAFaultStandsBelowItsEntry() {
        assertThat(written("a fault", new RuntimeException("a\n2026 FORGED\u001b[31m")))
                .contains("ERROR a fault\njava.lang.RuntimeException: a\n    2026 FORGED\\u001b[31m\n    \tat ")
                .endsWith(")\n");
    }

    private String written(String text, @Nullable Throwable failure) {
        Logger logger = context.getLogger("test");
        AsyncAppender queue =
                (AsyncAppender) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("queue");
        ConsoleAppender<ILoggingEvent> stderr = (ConsoleAppender<ILoggingEvent>) queue.getAppender("stderr");
        LoggingEvent event = new LoggingEvent("test", logger, Level.ERROR, text, failure, null);
        return new String(stderr.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
