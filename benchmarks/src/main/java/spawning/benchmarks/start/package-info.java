/** How long until it answers? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.start;
