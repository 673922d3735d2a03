// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import spawning.protocol.LogText;

/** {@code %msg}: a message, in which workers and the compiler may have a say; see {@link LogText}. */
public final class LoggedMessage extends ClassicConverter {
    @Override
    public String convert(ILoggingEvent event) {
        return LogText.lines(String.valueOf(event.getFormattedMessage()));
    }
}
