// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From what the workers of one generation boot: plainly, or from a cache, which may be found only after the first of them
 * were started. Any thread.
 */
public final class Boot implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Boot.class);

    private final Optional<Training> training;
    private Optional<AotCache> cache;
    private boolean closed;

    /**
     * @param training how its cache would be made; empty where it can have none
     * @param cache what there is already
     */
    public Boot(Optional<Training> training, Optional<AotCache> cache) {
        this.training = training;
        this.cache = cache;
    }

    /** Without a cache, now and later. */
    public static Boot plain() {
        return new Boot(Optional.empty(), Optional.empty());
    }

    /** How a cache of its very own is made, where it has none. */
    public Optional<Training> training() {
        return training;
    }

    /** What workers boot from that are started now. */
    public synchronized Optional<AotCache> cache() {
        if (cache.isPresent() && !cache.get().whole()) {
            log.warn("the AOT cache {} was removed by somebody; workers boot without it", cache.get());
            release();
        }
        return cache;
    }

    private void release() {
        cache.ifPresent(AotCache::close);
        cache = Optional.empty();
    }

    /** From now on they boot from this one, which goes with the generation. */
    public synchronized void use(AotCache better) {
        if (closed) {
            better.close();
        } else {
            release();
            cache = Optional.of(better);
        }
    }

    /** The options of a worker's JVM. */
    public List<String> options(Optional<AotCache> with) {
        return with.map(AotCache::options).orElse(List.of());
    }

    /** The class path of a worker. */
    public List<Path> classPath(Optional<AotCache> with, List<Path> plain) {
        return with.map(c -> c.classPath(plain)).orElse(plain);
    }

    /** No worker boots any more. */
    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
