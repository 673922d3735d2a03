@org.jspecify.annotations.NullMarked
package spawning.wsgi;
