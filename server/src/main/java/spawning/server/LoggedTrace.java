// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import spawning.protocol.LogText;

/**
 * A stack trace as it stands in the worker's log: the usual one, but what the application chose in it, the messages of
 * the exception and of its causes, goes through {@link LogText}. On the log's own thread.
 */
final class LoggedTrace extends ThrowableProxyConverter {
    @Override
    protected String throwableProxyToString(IThrowableProxy proxy) {
        return super.throwableProxyToString(new Escaped(proxy));
    }

    private record Escaped(IThrowableProxy raw) implements IThrowableProxy {
        @Override
        public @Nullable String getMessage() {
            return text(raw.getMessage());
        }

        @Override
        public @Nullable String getOverridingMessage() {
            return text(raw.getOverridingMessage());
        }

        @Override
        public String getClassName() {
            return LogText.line(raw.getClassName());
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return raw.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return raw.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            IThrowableProxy cause = raw.getCause();
            return cause == null ? null : new Escaped(cause);
        }

        @Override
        public IThrowableProxy @Nullable [] getSuppressed() {
            IThrowableProxy[] suppressed = raw.getSuppressed();
            return suppressed == null
                    ? null
                    : Stream.of(suppressed).map(Escaped::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return raw.isCyclic();
        }

        private static @Nullable String text(@Nullable String message) {
            return message == null ? null : LogText.lines(message);
        }
    }
}
