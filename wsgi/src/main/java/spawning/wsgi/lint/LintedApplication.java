// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.wsgi.lint;

import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import spawning.wsgi.Application;
import spawning.wsgi.FileWrapper;
import spawning.wsgi.StartResponse;

/**
 * An application under the validator; made by {@link Lint}. Any number of threads. It is slower than the application alone:
 * every element is summed up twice.
 */
@SuppressWarnings("try") // what the application throws from close is its own, an InterruptedException too
public final class LintedApplication implements Application, AutoCloseable {
    private final Application application;
    private final Parts parts;
    private final Open bodies = new Open();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    LintedApplication(Application application, Parts parts) {
        this.application = application;
        this.parts = parts;
    }

    /**
     * Calls the application.
     *
     * @throws LintError either side breached the contract
     */
    @Override
    public Iterable<byte[]> call(Map<String, Object> environ, StartResponse start) throws Exception {
        Call call = new Call(parts, bodies, environ == null ? null : environ.get("REQUEST_METHOD"));
        calls.incrementAndGet();
        try {
            hand(environ, start, call);
            Iterable<byte[]> body = application.call(environ, new CheckedStart(call, start));
            return received(body, environ, call);
        } catch (Throwable failure) {
            call.closed();
            call.end();
            call.leaving(failure);
            throw failure;
        } finally {
            calls.decrementAndGet();
        }
    }

    /** What is handed down: checked, and replaced by what checks. */
    private void hand(Map<String, Object> environ, @Nullable StartResponse start, Call call) {
        EnvironRules.checkBefore(call, environ);
        call.require(start != null, Rule.START_NULL, "null");
        call.require(!closed.get(), Rule.CALLED_AFTER_CLOSE, "a call");
        int now = calls.get();
        call.require(
                now == 1 || Boolean.TRUE.equals(environ.get("wsgi.multithread")),
                Rule.CALLED_AT_ONCE,
                now + " calls at once");
        call.join(environ);
        InputStream input = required(InputStream.class, environ.get("wsgi.input"));
        PrintWriter errors = required(PrintWriter.class, environ.get("wsgi.errors"));
        environ.put("wsgi.input", new CheckedInput(call, input, environ.get("CONTENT_LENGTH")));
        environ.put("wsgi.errors", new CheckedErrors(call, errors));
        if (call.outermost() && environ.get("wsgi.file_wrapper") instanceof FileWrapper files) {
            environ.put("wsgi.file_wrapper", new CheckedFiles(call, files));
        }
    }

    private static <T> T required(Class<T> type, @Nullable Object checked) {
        return type.cast(Objects.requireNonNull(checked));
    }

    private static Iterable<byte[]> received(@Nullable Iterable<byte[]> body, Map<String, Object> environ, Call call)
            throws Exception {
        if (body == null) {
            call.tellHidden();
            throw call.breach(Rule.BODY_NULL, "null");
        }
        if (body instanceof WrappedFile file) {
            file.returnedBy(call);
        }
        call.returned();
        try {
            call.tellHidden();
            EnvironRules.checkAfter(call, environ);
            Iterable<byte[]> checked = CheckedBody.of(call, body);
            return call.outermost() && checked instanceof CheckedBody whole ? whole.fileOrSelf() : checked;
        } catch (LintError breach) {
            closeAfter(breach, body);
            throw breach;
        }
    }

    private static void closeAfter(LintError breach, Iterable<byte[]> body) {
        try {
            if (body instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            breach.addSuppressed(e);
        }
    }

    /**
     * Closes the application when it can be, once.
     *
     * @throws LintError a body that it returned was never closed
     * @throws Exception what the application throws
     */
    @Override
    public void close() throws Exception {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (application instanceof AutoCloseable closeable) {
            closeable.close();
        }
        if (bodies.count() > 0 && calls.get() == 0) { // requests that were cut off by the end prove nothing
            throw parts.breach(Rule.CLOSE_NEVER, bodies.count() + " bodies still open when the application was closed");
        }
    }

    @Override
    public String toString() {
        return parts.callee() + " under the validator";
    }
}
