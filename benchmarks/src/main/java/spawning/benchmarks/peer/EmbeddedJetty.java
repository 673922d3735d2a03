// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/** Jetty as its documentation starts it: one process, a Handler that may block, its own default pool of 200 threads. */
public final class EmbeddedJetty {
    private EmbeddedJetty() {}

    public static String version() {
        return "Jetty " + Server.class.getPackage().getImplementationVersion(); // does not initialise Jetty
    }

    public static void main(String[] arguments) throws Exception {
        Server server =
                new Server(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0])));
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                String path = request.getHttpURI().getPath();
                if (path.equals("/block")) {
                    Thread.sleep(5);
                }
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
                response.write(true, ByteBuffer.wrap(Bodies.of(path)), callback);
                return true;
            }
        });
        server.start();
        server.join();
    }
}
