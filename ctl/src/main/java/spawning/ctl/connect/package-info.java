/** Which instance is meant, and how is it asked? */
@org.jspecify.annotations.NullMarked
package spawning.ctl.connect;
