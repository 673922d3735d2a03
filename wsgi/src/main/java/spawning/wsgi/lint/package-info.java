/**
 * The validator of the contract. {@link spawning.wsgi.lint.Lint} stands between an application and what calls it and names
 * each breach of the contract by either side; {@link spawning.wsgi.lint.TestRequest} calls an application under it, in a
 * unit test, without a server. {@code spawning --lint} puts it around the application and around each middleware.
 */
@org.jspecify.annotations.NullMarked
package spawning.wsgi.lint;
