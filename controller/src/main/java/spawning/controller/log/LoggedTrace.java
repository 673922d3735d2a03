// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import spawning.protocol.LogText;

/**
 * {@code %ex}: the stack trace of a fault of the controller's own, all of it indented; see {@link LogText}. No message of
 * an application's exception comes here as one: those are in the workers' logs.
 */
public final class LoggedTrace extends ThrowableProxyConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return LogText.lines(super.convert(event).stripTrailing()) + (event.getThrowableProxy() == null ? "" : "\n");
    }
}
