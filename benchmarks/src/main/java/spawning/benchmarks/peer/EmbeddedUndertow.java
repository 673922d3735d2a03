// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.Version;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import org.xnio.Options;

/**
 * Undertow without its servlet container: one process. The arguments are the port and where the handler runs: {@code io} is on one of two IO
 * threads, {@code dispatch} is on a thread of Undertow's own pool, as a handler that blocks has to.
 */
public final class EmbeddedUndertow {
    private EmbeddedUndertow() {}

    public static String version() {
        return "Undertow " + Version.getVersionString();
    }

    public static void main(String[] arguments) {
        HttpHandler handler = EmbeddedUndertow::answer;
        Undertow.builder()
                .addHttpListener(Integer.parseInt(arguments[0]), "127.0.0.1")
                .setIoThreads(2)
                .setSocketOption(Options.BACKLOG, 2048)
                .setServerOption(UndertowOptions.ENABLE_STATISTICS, false)
                .setHandler(arguments[1].equals("io") ? handler : new BlockingHandler(handler))
                .build()
                .start();
    }

    private static void answer(HttpServerExchange exchange) throws InterruptedException {
        String path = exchange.getRequestPath();
        if (path.equals("/block")) {
            if (exchange.isInIoThread()) {
                var _ = exchange.dispatch(EmbeddedUndertow::answer);
                return;
            }
            Thread.sleep(5);
        }
        byte[] body = Bodies.of(path);
        var _ = exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
