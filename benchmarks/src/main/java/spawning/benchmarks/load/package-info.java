/** Who sends the requests, and what has it measured? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.load;
