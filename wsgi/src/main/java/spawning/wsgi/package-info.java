// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/**
 * The WSGI-style contract: what an application author compiles against. It is PEP 3333 carried over to Java and has no
 * dependencies.
 */
@org.jspecify.annotations.NullMarked
package spawning.wsgi;
