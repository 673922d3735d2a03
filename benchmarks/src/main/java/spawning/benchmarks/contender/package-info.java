/** How is a contender started, looked at from outside, and ended? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.contender;
