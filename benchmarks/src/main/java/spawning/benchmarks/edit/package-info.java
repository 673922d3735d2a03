/** What does each worker cost: memory and start? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.edit;
