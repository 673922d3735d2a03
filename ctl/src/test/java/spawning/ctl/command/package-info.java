@org.jspecify.annotations.NullMarked
package spawning.ctl.command;
