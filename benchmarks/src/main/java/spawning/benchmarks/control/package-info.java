/** What does the controller cost? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.control;
