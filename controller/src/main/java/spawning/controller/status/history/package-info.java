/** How did the last minutes go? Sampled once a second, by a thread that only reads. */
@org.jspecify.annotations.NullMarked
package spawning.controller.status.history;
