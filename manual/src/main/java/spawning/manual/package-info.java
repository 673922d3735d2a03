/** What does the operator's shell know? Manual pages and completion, made while the product is built; no part of it. */
@org.jspecify.annotations.NullMarked
package spawning.manual;
