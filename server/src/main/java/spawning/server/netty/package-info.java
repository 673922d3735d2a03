/** How is HTTP spoken on an event loop of Netty? */
@org.jspecify.annotations.NullMarked
package spawning.server.netty;
