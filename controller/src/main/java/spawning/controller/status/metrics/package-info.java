/** What does Prometheus read? */
@org.jspecify.annotations.NullMarked
package spawning.controller.status.metrics;
