/** How does the status look in a terminal? */
@org.jspecify.annotations.NullMarked
package spawning.ctl.screen;
