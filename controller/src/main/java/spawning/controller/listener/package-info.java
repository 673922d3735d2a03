// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** What is bound, and who may say so? The listening sockets, and the controller's own 503 on them. */
@org.jspecify.annotations.NullMarked
package spawning.controller.listener;
