/** How is the count shown? Text, CSV, JSON, and a chart. */
@org.jspecify.annotations.NullMarked
package spawning.ctl.analyze.report;
