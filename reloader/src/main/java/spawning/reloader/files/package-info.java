/**
 * What changed below the watched paths, and is it quiet? {@link spawning.reloader.files.FileWatcher} is the loop; all
 * else here belongs to its one thread.
 */
@org.jspecify.annotations.NullMarked
package spawning.reloader.files;
