/** What can be seen of a worker's inside? Nothing of this is loaded unless it was asked for by an option. */
@org.jspecify.annotations.NullMarked
package spawning.server.insight;
