/** What is measured, on whom, in which order? Starts the contenders, visits them in turns, writes the results. */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks;
