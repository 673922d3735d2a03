@org.jspecify.annotations.NullMarked
package spawning.manual;
