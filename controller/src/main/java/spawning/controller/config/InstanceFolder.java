// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import spawning.controller.config.ControllerConfig.Code;

/**
 * Folders for what outlasts processes and restarts, one an instance. Below STATE_DIRECTORY (systemd.exec(5)), else
 * XDG_STATE_HOME or its default (XDG Base Directory Specification), and for root below /var/lib (hier(7)). An instance is
 * known by its name, or else by its application and where that stands.
 */
final class InstanceFolder {
    private static final Path SYSTEM = Path.of("/var/lib/spawning");
    private static final String OF_USER = "spawning";

    private InstanceFolder() {}

    /**
     * The folder for a kind of things.
     *
     * @param kind such as {@code sessions}
     * @param uid of the workers
     * @param name {@code --name}
     */
    static Path of(String kind, Map<String, String> variables, int uid, Optional<String> name, Code code) {
        Path base = base(variables, uid).resolve(kind);
        return base.resolve(name.map(InstanceFolder::safe).orElseGet(() -> {
            ApplicationReference application = code.application();
            Path place = code.workingDirectory().resolve(application.text()).normalize();
            return safe(application.shortName()) + "-" + hash(place.toString());
        }));
    }

    private static Path base(Map<String, String> variables, int uid) {
        String ofService = variables.getOrDefault("STATE_DIRECTORY", "").split(":", 2)[0];
        if (!ofService.isEmpty()) {
            return Path.of(ofService);
        }
        String ofUser = variables.getOrDefault("XDG_STATE_HOME", "");
        if (ofUser.startsWith("/")) { // a relative one is to be ignored, says its specification
            return Path.of(ofUser).resolve(OF_USER);
        }
        String home = variables.getOrDefault("HOME", "");
        boolean system = uid == 0 || !home.startsWith("/") || !Files.isDirectory(Path.of(home));
        return system ? SYSTEM : Path.of(home, ".local/state").resolve(OF_USER);
    }

    /** A name as a file name, told apart by a hash where that takes a change. */
    private static String safe(String name) {
        if (name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            return name;
        }
        return name.replaceAll("[^A-Za-z0-9._-]", "_") + "-" + hash(name);
    }

    private static String hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }
}
