// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.peer;

import java.net.InetAddress;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * {@link BenchServlet} in an embedded Jetty: one process, Jetty's own connector, its defaults, no sessions, no web.xml. The
 * arguments are the port and the threads that can run the servlet: 0 is a virtual thread for each request; {@code default} is Jetty's
 * own pool of 200.
 */
public final class EmbeddedServlets {
    private EmbeddedServlets() {}

    /** How Jetty gets its threads. */
    private static QueuedThreadPool pool(String threads) {
        if (threads.equals("default")) {
            return new QueuedThreadPool();
        }
        int most = Integer.parseInt(threads);
        if (most == 0) {
            QueuedThreadPool pool = new QueuedThreadPool();
            pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return pool;
        }
        int beside = 2; // an acceptor and a selector, with as few processors as there are here
        return new QueuedThreadPool(most + beside);
    }

    public static void main(String[] arguments) throws Exception {
        Server server = new Server(pool(arguments[1]));
        ServerConnector connector = new ServerConnector(server);
        connector.setHost(InetAddress.ofLiteral("127.0.0.1").getHostAddress());
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new BenchServlet()), "/*");
        server.setHandler(context);
        server.start();
        server.join();
    }
}
