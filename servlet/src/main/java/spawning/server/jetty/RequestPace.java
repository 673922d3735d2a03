// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells the pool how long requests keep a thread. */
final class RequestPace extends Handler.Wrapper {
    private final RequestPool pool;

    RequestPace(Handler application, RequestPool pool) {
        super(application);
        this.pool = pool;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long began = System.nanoTime();
        try {
            return super.handle(request, response, callback);
        } finally {
            pool.took(System.nanoTime() - began);
        }
    }
}
