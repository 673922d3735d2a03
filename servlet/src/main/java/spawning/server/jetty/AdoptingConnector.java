// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's side of connections that somebody else accepted: a selector and no listener, so nothing Jetty does when it is
 * stopped can hit a socket that is shared with other processes.
 */
final class AdoptingConnector extends AbstractConnector {
    private static final int ACCEPTORS = 0;
    private static final int SELECTORS = 1;

    private final @Nullable RequestPool pool;
    private final Connections connections;
    private final Limits limits;
    private final LateRequests lateRequests;
    private final Manager manager;

    AdoptingConnector(
            Server server,
            @Nullable RequestPool pool,
            Connections connections,
            Limits limits,
            LateRequests lateRequests,
            ConnectionFactory http) {
        super(server, null, null, null, ACCEPTORS, http);
        this.pool = pool;
        this.connections = connections;
        this.limits = limits;
        this.lateRequests = lateRequests;
        this.manager = new Manager();
        var _ = addBean(manager, true);
        setIdleTimeout(0); // ClientConnection has limits for each phase
    }

    /** Takes over a connection. Any thread; does not block. */
    void adopt(SocketChannel channel, Account account) {
        manager.accept(channel, account); // and so to the key
    }

    @Override
    protected void accept(int acceptor) {
        throw new IllegalStateException("this connector has no acceptors");
    }

    @Override
    public Object getTransport() {
        return manager;
    }

    /** One selector, as the Netty engine has one event loop: each process has a share of the processors. */
    private final class Manager extends SelectorManager {
        Manager() {
            super(AdoptingConnector.this.getExecutor(), AdoptingConnector.this.getScheduler(), SELECTORS);
        }

        @Override
        protected ManagedSelector newSelector(int id) {
            return pool == null ? super.newSelector(id) : new PooledSelector(this, id, pool);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return new ClientConnection(
                    (SocketChannel) channel, selector, key, getScheduler(), limits, lateRequests, (Account)
                            key.attachment());
        }

        @Override
        public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
            return getDefaultConnectionFactory().newConnection(AdoptingConnector.this, endPoint);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
            connections.opened((ClientConnection) endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
            connections.closed(((ClientConnection) endPoint).getChannel());
        }

        @Override
        protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            connections.closed(channel);
        }
    }

    /** Tells the pool when a thread waits here. */
    private static final class PooledSelector extends ManagedSelector {
        private final RequestPool pool;

        PooledSelector(SelectorManager manager, int id, RequestPool pool) {
            super(manager, id);
            this.pool = pool;
        }

        @Override
        protected int nioSelect(Selector selector, boolean now) throws IOException {
            long since = pool.selects();
            int selected = super.nioSelect(selector, now);
            pool.selected(since);
            return selected;
        }
    }
}
