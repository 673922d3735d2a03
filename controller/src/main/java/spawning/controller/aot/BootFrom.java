// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * From what one worker boots, as it was decided when it was started. Whether its JVM takes the cache, only the JVM knows.
 *
 * @param cache empty for {@link Source#NONE} and for no other
 * @param required whether the JVM is to end rather than to start without
 */
public record BootFrom(Source source, Optional<AotCache> cache, boolean required) {
    /** Without any. */
    public static final BootFrom NOTHING = new BootFrom(Source.NONE, Optional.empty(), false);

    /** Whose cache. */
    public enum Source {
        NONE,
        /** The application's own. */
        OWN,
        /** That of the server alone, until the application has one. */
        SERVER
    }

    /** What is enough to find its folder by; empty where there is none. */
    public String name() {
        return cache.map(AotCache::name).orElse("");
    }

    /** The options of the worker's JVM. */
    public List<String> options() {
        return cache.map(made -> made.options(required)).orElse(List.of());
    }

    /** The class path of the worker. */
    public List<Path> classPath(List<Path> plain) {
        return cache.map(made -> made.classPath(plain)).orElse(plain);
    }
}
