/** What came out? Table, CSV and chart. */
@org.jspecify.annotations.NullMarked
package spawning.benchmarks.report;
