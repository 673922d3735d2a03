// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLogger;

/**
 * Where {@code ServletContext.log} goes: the application's words, so they are in the log like any others of the level INFO. Jetty's own
 * loggers are kept quieter.
 */
final class ApplicationLog extends SubstituteLogger {
    /** Said by Jetty of a servlet whose init threw, with the stack that the worker logs as the reason of the failed start. */
    private static final String UNAVAILABLE = "unavailable";

    private final BooleanSupplier started;

    /** @param started whether the application is; what fails before that ends the start */
    ApplicationLog(BooleanSupplier started) {
        super(ApplicationLog.class.getName(), new ArrayDeque<>(), true);
        this.started = started;
        setDelegate(LoggerFactory.getLogger(ApplicationLog.class));
    }

    @Override
    public void warn(String message, Throwable thrown) {
        if (started.getAsBoolean() || !UNAVAILABLE.equals(message)) {
            super.warn(message, thrown);
        }
    }
}
