/** What do an operator's programs and the controller say to each other on the control socket? */
@org.jspecify.annotations.NullMarked
package spawning.protocol.control;
