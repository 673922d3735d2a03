/** The Java programs that Spawning is measured against; each is a process of its own. */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.peer;
