/** What can an operator do to a running instance? Each command is a class of its own. */
@org.jspecify.annotations.NullMarked
package spawning.ctl.command;
