/** How does an operator ask and steer? The command {@code spawning-ctl}: each subcommand is a class of its own. */
@org.jspecify.annotations.NullMarked
package spawning.ctl;
