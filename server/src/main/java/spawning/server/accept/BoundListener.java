// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server.accept;

import spawning.protocol.WorkerSettings;

/**
 * A listener as this process holds it.
 *
 * @param fd our copy of its descriptor: listening, non-blocking, closed by the acceptor
 * @param listener what it is
 */
public record BoundListener(int fd, WorkerSettings.Listener listener) {}
