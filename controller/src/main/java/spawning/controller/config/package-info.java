// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What was asked for? Command line over environment over file over default, read at once into one immutable record. */
@org.jspecify.annotations.NullMarked
package spawning.controller.config;
