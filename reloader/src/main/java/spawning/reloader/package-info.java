/** The process that watches source trees: who starts it, what it is told, whom it tells. */
@org.jspecify.annotations.NullMarked
package spawning.reloader;
