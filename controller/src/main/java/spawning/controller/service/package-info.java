// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
/** How does the controller get along with those who start it: a shell, an init system, a service manager, a container? */
@org.jspecify.annotations.NullMarked
package spawning.controller.service;
