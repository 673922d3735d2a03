// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How entries stand in the controller's log; conf/logback.xml names these classes. */
@NullMarked
package spawning.controller.log;

import org.jspecify.annotations.NullMarked;
