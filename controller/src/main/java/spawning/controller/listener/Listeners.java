// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.Account;
import spawning.controller.posix.Errno;
import spawning.controller.posix.PosixException;
import spawning.controller.time.Deadline;
import spawning.controller.time.MonotonicClock;
import spawning.controller.time.Patience;

/**
 * The listeners of the controller. Each generation {@linkplain #open opens} the list it wants and gets it as a
 * {@link ListenerLease}; a bind that another open lease has is shared, and a listener is closed with the last lease that
 * has it. So a reload keeps every socket whose bind stays in the configuration, and its queue with it.
 *
 * <p>Any thread, but one {@link #open} at a time; that may take ten seconds and more (a name server, a port in use), and holds up nothing else.
 */
public final class Listeners implements AutoCloseable {
    /** How long an address in use is tried for. */
    public static final Duration IN_USE_LIMIT = Duration.ofSeconds(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final int FIRST_UNPRIVILEGED_PORT = 1024;
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final ListenerOpener opener;
    private final MonotonicClock clock;
    private final Patience patience;
    private final PortHolder portHolder;
    private final Map<Bind, Shared> open = new HashMap<>();

    /** A listener and how many leases have it. */
    private static final class Shared {
        final BoundListener listener;
        int leases = 1;

        Shared(BoundListener listener) {
            this.listener = listener;
        }
    }

    /**
     * None are open at first.
     *
     * @param backlog connections that may wait to be accepted, as of listen(2)
     * @param patience waits before an address in use is tried again; revoke it to give up
     */
    public Listeners(int backlog, MonotonicClock clock, Patience patience) {
        this(new ListenerOpener(backlog), clock, patience, new PortHolder());
    }

    /**
     * None are open at first; this process is about to become another user.
     *
     * @param owner of unix sockets that are made while this process is root; empty: whoever this process is
     */
    public Listeners(int backlog, Optional<Account> owner, MonotonicClock clock, Patience patience) {
        this(new ListenerOpener(backlog, owner), clock, patience, new PortHolder());
    }

    Listeners(ListenerOpener opener, MonotonicClock clock, Patience patience, PortHolder portHolder) {
        this.opener = opener;
        this.clock = clock;
        this.patience = patience;
        this.portHolder = portHolder;
    }

    /**
     * Opens all binds, or none: those made are closed when one fails. A bind that stands in the list twice is opened
     * once. Only an address in use is tried again, with growing pauses, for up to {@link #IN_USE_LIMIT} each.
     *
     * @throws CannotBindException one cannot be opened; it says which, why, and who holds it
     * @throws InterruptedException the thread was interrupted while it waited; nothing was opened
     */
    public ListenerLease open(List<Bind> binds) throws CannotBindException, InterruptedException {
        List<BoundListener> all = new ArrayList<>();
        List<BoundListener> added = new ArrayList<>();
        boolean complete = false;
        try {
            for (Bind bind : new LinkedHashSet<>(binds)) {
                BoundListener listener = take(bind);
                if (listener == null) {
                    listener = openPatiently(bind);
                    keep(listener);
                    added.add(listener);
                }
                all.add(listener);
            }
            complete = true;
            return new ListenerLease(this, all, added);
        } finally {
            if (!complete) {
                release(all);
            }
        }
    }

    /**
     * Lets no new connection in on any listener of ours, without resetting one; those that are complete, or on their
     * way, can still be accepted. For the time before the last workers drain.
     */
    public void closeGates() {
        closeGates(owned());
    }

    /** Those that are open now and die with us, so that what waits in their queues would be lost. */
    public synchronized List<BoundListener> owned() {
        return open.values().stream()
                .map(shared -> shared.listener)
                .filter(listener -> listener.kind().owned())
                .toList();
    }

    /** Those that are open now, whoever made them. */
    public synchronized List<BoundListener> all() {
        return open.values().stream().map(shared -> shared.listener).toList();
    }

    /** Lets no new connection in on these; as {@link #closeGates()}. */
    public synchronized void closeGates(List<BoundListener> some) {
        for (BoundListener listener : some) {
            try {
                listener.closeGate();
            } catch (IOException e) {
                // what happens next is done all the same: at worst, a connection of the last moments is refused
                LOG.warn("cannot stop new connections to {}: {}", listener.address(), e.getMessage());
            }
        }
    }

    /** Closes these, whoever has a lease: nobody accepts there any more but a worker that is leaving, with its own copy. */
    public synchronized void close(List<BoundListener> some) {
        for (BoundListener listener : some) {
            Shared shared = open.get(listener.bind());
            if (shared != null && shared.listener.equals(listener)) {
                open.remove(listener.bind());
                close(listener);
            }
        }
    }

    /** Closes all that are open, whoever has a lease: the end of the controller. */
    @Override
    public synchronized void close() {
        open.values().forEach(shared -> close(shared.listener));
        open.clear();
    }

    private synchronized @Nullable BoundListener take(Bind bind) {
        Shared shared = open.get(bind);
        if (shared == null) {
            return null;
        }
        shared.leases++;
        return shared.listener;
    }

    private synchronized void keep(BoundListener listener) {
        open.put(listener.bind(), new Shared(listener));
    }

    /** Gives up one lease of each. @return those closed by it */
    synchronized List<BoundListener> release(List<BoundListener> listeners) {
        List<BoundListener> closed = new ArrayList<>();
        for (BoundListener listener : listeners) {
            Shared shared = open.get(listener.bind());
            if (shared != null && shared.listener.equals(listener) && --shared.leases == 0) {
                open.remove(listener.bind());
                closed.add(listener);
                close(listener);
            }
        }
        return List.copyOf(closed);
    }

    private static void close(BoundListener listener) {
        try {
            listener.close();
        } catch (IOException e) {
            // the socket itself is closed; a stale file is found and removed by the next who binds there
            LOG.warn("cannot remove the socket file of {}: {}", listener.address(), e.getMessage());
        }
    }

    private BoundListener openPatiently(Bind bind) throws CannotBindException, InterruptedException {
        Deadline deadline = Deadline.in(IN_USE_LIMIT, clock);
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return opener.open(bind);
            } catch (PosixException e) {
                if (e.errno() != Errno.EADDRINUSE) {
                    throw new CannotBindException(bind, e.getMessage() + advice(bind, e), e);
                }
                if (deadline.passed(clock) || !patience.await(shorter(pause, deadline.remaining(clock)))) {
                    throw inUse(bind, deadline, e);
                }
                if (pause.equals(FIRST_PAUSE)) {
                    LOG.warn(
                            "{} is in use, {}; trying again for up to {} s",
                            bind,
                            portHolder.describe(bind),
                            IN_USE_LIMIT.toSeconds());
                }
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            } catch (CannotBindException e) {
                throw e;
            } catch (IOException e) {
                throw new CannotBindException(bind, e.toString(), e);
            }
        }
    }

    private CannotBindException inUse(Bind bind, Deadline deadline, PosixException cause) {
        Duration tried = IN_USE_LIMIT.minus(deadline.remaining(clock));
        return new CannotBindException(
                bind,
                "the address is in use, " + portHolder.describe(bind) + ", still so after " + tried.toSeconds()
                        + "s (limit " + IN_USE_LIMIT.toSeconds() + "s)",
                cause);
    }

    private static String advice(Bind bind, PosixException e) {
        return switch (bind) {
            case Bind.Tcp tcp
            when e.errno() == Errno.EACCES && tcp.port() < FIRST_UNPRIVILEGED_PORT ->
                "; ports below " + FIRST_UNPRIVILEGED_PORT + " need root or CAP_NET_BIND_SERVICE";
            case Bind.Tcp _ when e.errno() == Errno.EADDRNOTAVAIL -> "; no network interface here has it";
            case Bind.Tcp _, Bind.Unix _, Bind.Inherited _ -> "";
        };
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
