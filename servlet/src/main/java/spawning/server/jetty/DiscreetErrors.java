// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.IOException;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import spawning.server.engine.OutOfMemory;

/**
 * Error pages that say what the application wrote into {@code sendError}, and nothing of what it threw: messages of exceptions and stacks are
 * for the log, and name files, queries and versions that no client is to know. The error pages of web.xml are the application's own affair.
 */
final class DiscreetErrors extends ErrorPageErrorHandler {
    DiscreetErrors() {
        tellLess(this);
    }

    /** What the engine is to be told of failures; a bean of the server, for that is what an error handler can find. */
    record Shortage(Runnable onOutOfMemory) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof Throwable failure
                && OutOfMemory.in(failure)) {
            Shortage shortage =
                    request.getConnectionMetaData().getConnector().getServer().getBean(Shortage.class);
            if (shortage != null) {
                shortage.onOutOfMemory().run();
            }
        }
        return super.handle(request, response, callback);
    }

    /** For what fails outside of the application. */
    static ErrorHandler outside() {
        ErrorHandler handler = new ErrorHandler() {
            @Override
            protected void generateResponse(
                    Request request,
                    Response response,
                    int code,
                    @Nullable String message,
                    @Nullable Throwable cause,
                    Callback callback)
                    throws IOException {
                super.generateResponse(request, response, code, told(code, message, cause), null, callback);
            }
        };
        tellLess(handler);
        return handler;
    }

    private static void tellLess(ErrorHandler handler) {
        handler.setShowStacks(false);
        handler.setShowCauses(false);
        handler.setShowOrigin(false);
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback)
            throws IOException {
        super.generateResponse(request, response, code, told(code, message, cause), null, callback);
    }

    /** What Jetty has against a request is for who sent it. */
    private static @Nullable String told(int code, @Nullable String message, @Nullable Throwable cause) {
        return cause == null || cause instanceof HttpException ? message : HttpStatus.getMessage(code);
    }
}
