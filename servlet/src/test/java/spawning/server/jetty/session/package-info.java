/** Sessions that several servers share, tried with servers in this JVM and in others. */
@NullMarked
package spawning.server.jetty.session;

import org.jspecify.annotations.NullMarked;
