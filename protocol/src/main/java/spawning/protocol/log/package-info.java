/** What can a line of the access log show? Known to the controller, which checks it, and to the worker, which writes it. */
@org.jspecify.annotations.NullMarked
package spawning.protocol.log;
