// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.jetty.session;

import org.eclipse.jetty.session.HouseKeeper;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Looks for expired sessions on a thread of its own. Jetty's would do it on the server's clock, where a slow database or a slow
 * listener of the application would hold up the time limits of all requests.
 */
final class HouseKeeping extends HouseKeeper {
    @Override
    protected void startScavenging() throws Exception {
        if (_scheduler == null) {
            _scheduler = new ScheduledExecutorScheduler("session-expiry", true);
            _ownScheduler = true;
            _scheduler.start();
        }
        super.startScavenging();
    }
}
