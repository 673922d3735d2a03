/** How does a connection get in, and how do we stop? */
@org.jspecify.annotations.NullMarked
package spawning.server.accept;
