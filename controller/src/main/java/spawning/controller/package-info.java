// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What is the loop? The controller process: its main method, its one thread, and what that thread waits for. */
@org.jspecify.annotations.NullMarked
package spawning.controller;
