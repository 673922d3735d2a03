// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import spawning.protocol.scoreboard.Scoreboard;

/**
 * The worker's error log, set up in code: reading XML would cost each boot, and a logback.xml on the class path is the
 * application's and not ours. Found by Logback through {@code META-INF/services} before any configurator of its own. It
 * has no {@code ConfiguratorRank}: nobody else can be found under our bundled Logback's name, and to read an annotation
 * the JDK makes two proxy classes at each boot.
 *
 * <p>Lines are handed to a thread of their own, so that the event loop never waits for a lock or a slow stderr; when that
 * thread cannot keep up, lines are dropped rather than requests held up.
 */
public final class WorkerLogging extends ContextAwareBase implements Configurator {
    private static final int QUEUE = 1024;
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);
    private static final MirroredStderr STDERR = new MirroredStderr();

    /** Sets the least level and the name that stands in each line; before the first line is logged. */
    static void set(String level, int slot) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.putProperty("worker", "worker " + slot);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level));
        // Netty's and Jetty's own reports of their set-up are of no use to who runs an application.
        Level library = Level.toLevel(level).isGreaterOrEqual(Level.WARN) ? Level.toLevel(level) : Level.WARN;
        context.getLogger(io.netty.channel.Channel.class.getPackageName()).setLevel(library);
        context.getLogger("io.netty").setLevel(library);
        context.getLogger("org.eclipse.jetty").setLevel(library);
        // Jasper misses DTDs that only a validation would need, and nothing is validated.
        context.getLogger("org.apache.tomcat.util.descriptor.DigesterFactory").setLevel(Level.ERROR);
        // Real applications bring many a class twice, which is a line for each class and worker.
        context.getLogger("org.eclipse.jetty.annotations.AnnotationParser").setLevel(Level.ERROR);
        // Jetty logs what it throws, and what it throws we log.
        context.getLogger("org.eclipse.jetty.ee11.webapp.WebAppContext").setLevel(Level.OFF);
    }

    /** From now on the last lines stand on the scoreboard, too: they are what is left of a worker that is killed. */
    static void mirror(Scoreboard scoreboard) {
        STDERR.mirror(scoreboard);
    }

    /** Writes what is queued, bounded by a second; the last thing before the process ends. */
    static void flush() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        OutputStreamAppender<ILoggingEvent> stderr = new OutputStreamAppender<>();
        stderr.setContext(context);
        stderr.setEncoder(encoder(context));
        stderr.setOutputStream(STDERR);
        stderr.start();

        LogQueue queue = new LogQueue(stderr, QUEUE, FLUSH_LIMIT);
        queue.setContext(context);
        queue.start();

        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(queue);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Makes lines of entries, and escapes what others chose in them. */
    static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("msg", LoggedMessage::new);
        layout.getInstanceConverterMap().put("ex", LoggedTrace::new);
        layout.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} [%property{worker}] %-5level %msg%n%ex");
        layout.start();

        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setLayout(layout);
        encoder.start();
        return encoder;
    }
}
