/** What did the tests and visitors of an application run of it? Loaded apart from the worker and its application. */
@org.jspecify.annotations.NullMarked
package spawning.coverage;
