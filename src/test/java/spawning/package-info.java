/** What does the launched product promise? Real processes, real sockets, real signals. */
@org.jspecify.annotations.NullMarked
package spawning;
