/** Who gets a new connection? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.fairness;
