/**
 * Where do the sessions of a servlet application live, so that they survive the worker and a reload?
 *
 * <p>{@link spawning.server.jetty.session.SharedSessions} is the way in. A request comes through
 * {@link spawning.server.jetty.session.SessionGuard}, which waits for the lock of its session and reads the session ahead;
 * Jetty then finds it in {@link spawning.server.jetty.session.SharedSessionStore}, and gives it back there to be saved; the
 * lock goes when Jetty has saved, which is after the response.
 */
@NullMarked
package spawning.server.jetty.session;

import org.jspecify.annotations.NullMarked;
