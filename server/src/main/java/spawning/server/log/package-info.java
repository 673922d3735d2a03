/** What is logged about each request? */
@org.jspecify.annotations.NullMarked
package spawning.server.log;
