// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.session.SessionIdManager;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.LoggerFactory;
import spawning.protocol.SessionStore;

/** One server with the test application, in this JVM or, by {@link #main}, in one of its own. */
@SuppressWarnings("try") // close may be interrupted
final class Node implements AutoCloseable {
    private final SharedSessions shared;
    private final Server server;
    private final ServerConnector connector;

    private Node(SharedSessions shared, Server server, ServerConnector connector) {
        this.shared = shared;
        this.server = server;
        this.connector = connector;
    }

    static Node start(SessionSettings settings) throws Exception {
        SharedSessions shared = SharedSessions.open(settings);
        var threads = new QueuedThreadPool(8);
        threads.setReservedThreads(0);
        var server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        context.addServlet(SessionServlet.class, "/*").setAsyncSupported(true);
        context.addEventListener(new SessionServlet.Ends());
        shared.installOn(server);
        var guard = shared.guard(context.getSessionHandler());
        guard.setHandler(context);
        server.setHandler(guard);
        server.start();
        return new Node(shared, server, connector);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    /** Does now what Jetty's house keeper does from time to time. */
    void scavenge() {
        server.getBean(SessionIdManager.class).getSessionHouseKeeper().scavenge();
    }

    /** Has the time limits of all requests. */
    Scheduler clock() {
        return server.getScheduler();
    }

    @Override
    public void close() throws Exception {
        server.stop();
        shared.close();
    }

    static SessionSettings settings(String sessions, String lock) {
        return settings(sessions, lock.equals("none") ? Duration.ZERO : Duration.ofSeconds(Long.parseLong(lock)));
    }

    static SessionSettings settings(String sessions, Duration lock) {
        SessionStore store =
                SessionStore.parse(sessions, Path.of("/unused"), Path.of("").toAbsolutePath());
        SessionSettings settings = SessionSettings.of(store, lock);
        return new SessionSettings(settings.store(), settings.lockWait(), Duration.ofMillis(1));
    }

    /** Serves until standard input ends; says its address in a line. */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF); // nobody reads it
        try (Node node = start(settings(args[0], args[1]))) {
            System.out.println(node.uri());
            while (System.in.read() >= 0) {
                // until the parent closes it or is gone
            }
        } catch (IOException e) {
            System.out.println(e);
        }
    }
}
