// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How is it asked on the command line? Parses arguments with picocli and writes the help text. */
@org.jspecify.annotations.NullMarked
package spawning.controller.cli;
