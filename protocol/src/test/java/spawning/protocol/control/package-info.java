@org.jspecify.annotations.NullMarked
package spawning.protocol.control;
