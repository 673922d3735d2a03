/** What does a connection cost that does nothing, or waits? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.idle;
