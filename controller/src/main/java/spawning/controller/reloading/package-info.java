// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** The reloader as the controller sees it: a helper process that says when to reload. */
@NullMarked
package spawning.controller.reloading;

import org.jspecify.annotations.NullMarked;
