/** How does a test start the product, put load on it, and see what it does? */
@org.jspecify.annotations.NullMarked
package spawning.harness;
