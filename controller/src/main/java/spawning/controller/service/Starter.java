// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.Fd;
import spawning.controller.posix.Posix;
import spawning.protocol.LogText;

/**
 * The process that started us as a daemon and waits, as seen from the daemon: it is told warnings and errors until we are
 * ready, a line each, and then that we are. After that, or when it is gone, nobody is told anything.
 */
public final class Starter implements Reporter {
    /** The number of the pipe's descriptor. */
    static final String PROPERTY = "spawning.starter";

    /** The line that says that all is well; no line of the log is like it. */
    static final String READY = "\1ready";

    private final Fd pipe;
    private final Lines lines = new Lines();

    private Starter(Fd pipe) {
        this.pipe = pipe;
    }

    /** Whether this process was started as a daemon. */
    public static boolean isThere() {
        return Integer.getInteger(PROPERTY) != null;
    }

    /** The one who waits for this process, if it was started as a daemon. To be called once, before other files are opened. */
    public static Optional<Starter> ofThisProcess() throws IOException {
        Integer descriptor = Integer.getInteger(PROPERTY);
        if (descriptor == null) {
            return Optional.empty();
        }
        Starter starter = new Starter(Posix.adopt(descriptor));
        starter.lines.begin();
        return Optional.of(starter);
    }

    /** Copies warnings and errors. */
    private final class Lines extends AppenderBase<ILoggingEvent> {
        void begin() {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            setContext(context);
            start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
        }

        void end() {
            LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
            stop();
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                say(event.getLevel() + " " + LogText.line(event.getFormattedMessage()));
            }
        }
    }

    private synchronized void say(String line) {
        if (pipe.isOpen()) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            ByteBuffer direct =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            try {
                while (direct.hasRemaining()) {
                    Posix.write(pipe, direct);
                }
            } catch (IOException gone) {
                pipe.close(); // nobody waits any more
            }
        }
    }

    @Override
    public void ready() {
        say(READY);
        close();
    }

    /** Lets the starter go. */
    @Override
    public void close() {
        lines.end(); // without the lock, for whoever logs just now may want it
        synchronized (this) {
            pipe.close();
        }
    }
}
