@org.jspecify.annotations.NullMarked
package spawning.controller.control;
