/** What do clients see while workers are replaced? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.reload;
