/** What is told of the service, to programs and to people? Independent of how it is asked for. */
@org.jspecify.annotations.NullMarked
package spawning.controller.status.report;
