/** With which heap, collector and threads does each of many JVMs on one machine run? Reads /proc and the control group. */
@org.jspecify.annotations.NullMarked
package spawning.controller.ergonomics;
