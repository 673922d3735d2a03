/** How are servlets and WAR files served? */
@org.jspecify.annotations.NullMarked
package spawning.server.jetty;
