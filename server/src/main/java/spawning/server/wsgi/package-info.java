/** How does a request of HTTP become a call of the WSGI-style contract, and its answer a response? */
@org.jspecify.annotations.NullMarked
package spawning.server.wsgi;
