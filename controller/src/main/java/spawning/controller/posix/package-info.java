// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/**
 * What does the controller ask of the kernel? The only package that calls C (java.lang.foreign): glibc 2.34 or newer on
 * Linux, x86_64 and aarch64. C names stay C names; what they are used for is decided elsewhere.
 */
@org.jspecify.annotations.NullMarked
package spawning.controller.posix;
