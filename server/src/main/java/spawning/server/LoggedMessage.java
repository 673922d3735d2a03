// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import spawning.protocol.LogText;

/** An entry's message as it stands in the worker's log: see {@link LogText}. On the log's own thread. */
final class LoggedMessage extends ClassicConverter {
    /** On an entry that is long and of several lines by intention, and whose parts are escaped already. */
    static final Marker AS_IT_IS = MarkerFactory.getMarker("AS_IT_IS");

    @Override
    public String convert(ILoggingEvent event) {
        String message = String.valueOf(event.getFormattedMessage());
        @Nullable List<Marker> markers = event.getMarkerList();
        return markers != null && markers.contains(AS_IT_IS) ? message : LogText.lines(message);
    }
}
