/** Which revision do the working copies hold? Asks git and Subversion as child processes. */
@org.jspecify.annotations.NullMarked
package spawning.reloader.revision;
