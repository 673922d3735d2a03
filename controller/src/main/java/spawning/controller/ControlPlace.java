// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.control.ControlSocket;
import spawning.controller.listener.CannotBindException;

/** Where this instance is steered: on a socket in its state folder, or elsewhere, and then a link there leads to it. */
final class ControlPlace {
    private static final Logger log = LoggerFactory.getLogger(ControlPlace.class);

    private ControlPlace() {}

    /**
     * Opens the socket; null if there is none, for its default place is too deep in folders.
     *
     * @param asked another place
     * @param state the folder of this instance
     * @throws CannotBindException it cannot be at the place that was asked for
     */
    static @Nullable ControlSocket open(Optional<Path> asked, Path state) throws IOException {
        Path place = state.resolve("control");
        if (asked.isPresent()) {
            ControlSocket socket = ControlSocket.open(asked.get());
            link(place, socket.path());
            return socket;
        }
        try {
            return ControlSocket.open(place);
        } catch (CannotBindException e) {
            log.warn(
                    "spawning-ctl cannot steer this instance (--control PATH gives it another place): {}",
                    e.getMessage());
            return null;
        }
    }

    /** So spawning-ctl finds it by the folder, too. */
    private static void link(Path place, Path socket) {
        try {
            Files.createSymbolicLink(place, socket);
        } catch (IOException e) {
            log.warn("spawning-ctl finds this instance by --control {} only: {}", socket, e.toString());
        }
    }
}
