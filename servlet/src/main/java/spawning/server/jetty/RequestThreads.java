// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Counts the threads that run the application, and notes which request runs on which. Asynchronous dispatches, {@code
 * AsyncContext.start} and the messages of WebSockets count like requests: Jetty lets each enter the application's scope.
 */
final class RequestThreads extends Handler.Wrapper implements ContextHandler.ContextScopeListener {
    private final int most;
    private final Runnable room;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicLong answered = new AtomicLong();

    private final ThreadLocal<Scope> scopes = ThreadLocal.withInitial(Scope::new);

    /** What a thread is in: a request enters here, and then the application's scope. */
    private static final class Scope {
        int depth;

        @Nullable
        Answering answering;
    }

    /**
     * @param most threads that there are; 0: no limit
     * @param room run, on such a thread, when {@link #busy} turns false
     */
    RequestThreads(Handler application, int most, Runnable room) {
        super(application);
        this.most = most;
        this.room = room;
        getDescendants(ContextHandler.class).forEach(context -> context.addEventListener(this));
    }

    /** Whether each thread has a request. Any thread. */
    boolean busy() {
        return most > 0 && running.get() >= most;
    }

    /** How often a thread has come free. Any thread. */
    long answered() {
        return answered.get();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        enter(request);
        try {
            return super.handle(request, response, callback);
        } finally {
            leave();
        }
    }

    @Override
    public void enterScope(Context context, @Nullable Request request) {
        enter(request);
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        leave();
    }

    private void enter(@Nullable Request request) {
        Scope scope = scopes.get();
        if (scope.depth++ > 0) {
            return;
        }
        running.incrementAndGet();
        Answering answering = request == null ? null : RequestStart.of(request).answering();
        scope.answering = answering;
        if (answering != null) {
            answering.runsOn(Thread.currentThread());
        }
    }

    private void leave() {
        Scope scope = scopes.get();
        if (--scope.depth > 0) {
            return;
        }
        Answering answering = scope.answering;
        scope.answering = null;
        if (answering != null) {
            answering.runsOn(null); // answered, or asynchronous
        }
        answered.incrementAndGet();
        var _ = Thread.interrupted(); // meant for this request and not for the next on this thread
        if (running.decrementAndGet() == most - 1) {
            room.run();
        }
    }
}
