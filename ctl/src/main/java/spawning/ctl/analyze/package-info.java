/** What do the access logs tell? {@code spawning-ctl analyze}: its options, its input, its threads. */
@org.jspecify.annotations.NullMarked
package spawning.ctl.analyze;
