/** How are lines counted in constant memory? Groups, percentiles, filters, a course over time. */
@org.jspecify.annotations.NullMarked
package spawning.ctl.analyze.count;
