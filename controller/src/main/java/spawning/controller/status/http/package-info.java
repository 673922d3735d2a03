/** How is the status seen from outside? It is read, and nothing can be done over it. */
@org.jspecify.annotations.NullMarked
package spawning.controller.status.http;
