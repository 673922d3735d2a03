/** How fast is the log analyzer, beside awk? */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.analyze;
