/** How long does each step of a process's start take, and what does it load? */
@org.jspecify.annotations.NullMarked
package spawning.protocol.boot;
