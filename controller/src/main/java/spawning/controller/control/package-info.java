/** How is a running instance asked and steered? The control socket, and what can be said on it. */
@org.jspecify.annotations.NullMarked
package spawning.controller.control;
