// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.aot;

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
    private final boolean required;
    private BootFrom.Source source;
    private Optional<AotCache> cache;
    private boolean wanting;
    private boolean said;
    private boolean closed;

    /**
     * @param training how its cache would be made; empty where it can have none
     * @param cache what there is already; not its own, where that would be trained
     * @param required whether a worker is not to start without it
     */
    public Boot(Optional<Training> training, Optional<AotCache> cache, boolean required) {
        this(training, cache, required, training.isPresent());
    }

    private Boot(Optional<Training> training, Optional<AotCache> cache, boolean required, boolean wanting) {
        this.training = training;
        this.cache = cache;
        this.required = required;
        this.wanting = wanting;
        this.source = wanting ? BootFrom.Source.SERVER : BootFrom.Source.OWN;
    }

    /**
     * From its own cache.
     *
     * @param training how another one would be made, should this one turn out to be damaged
     */
    public static Boot own(Training training, AotCache cache) {
        return new Boot(Optional.of(training), Optional.of(cache), false, false);
    }

    /** Without a cache, now and later. */
    public static Boot plain() {
        return new Boot(Optional.empty(), Optional.empty(), false);
    }

    /** How a cache of its very own is made, where it has none. */
    public synchronized Optional<Training> training() {
        return wanting ? training : Optional.empty();
    }

    /** What a worker boots from that is started now. */
    public synchronized BootFrom now() {
        if (cache.isPresent() && !cache.get().whole()) {
            log.warn("the AOT cache {} was removed by somebody; workers boot without it", cache.get());
            release();
        }
        return cache.isEmpty() ? BootFrom.NOTHING : new BootFrom(source, cache, required);
    }

    /**
     * The JVM of a worker runs without the cache that it was given. No other is given it: a JVM that refuses a cache does
     * without the archive of the JDK, too, and starts slower than one that was given nothing.
     */
    public synchronized void refused(BootFrom from) {
        if (cache.isPresent() && cache.equals(from.cache())) {
            log.warn(
                    "the JVM refuses the AOT cache {}; workers boot without it, which is slower and no more. With"
                            + " --aot=require it says why; once that folder is removed, another one is trained",
                    cache.get());
            release();
        }
    }

    /**
     * A worker crashed before it was ready. The JVM does not look at what is inside a cache before it runs it, so a cache
     * that was damaged on the disk may be to blame; the workers that follow boot without, unless it is required.
     *
     * @param from what that worker booted from
     * @return the name of the cache that is not to be trusted any more; empty where there was none, or it was said before
     */
    public synchronized Optional<String> crashed(BootFrom from) {
        if (cache.isEmpty() || !cache.equals(from.cache())) {
            return Optional.empty();
        }
        if (required) {
            sayRequired(cache.get());
            return Optional.empty();
        }
        Optional<String> name = cache.map(AotCache::fullName);
        wanting |= source == BootFrom.Source.OWN && training.isPresent();
        release();
        return name;
    }

    private void sayRequired(AotCache crashed) {
        if (!said) {
            log.error(
                    "a worker crashed while it booted from the AOT cache {}, and --aot=require lets none boot without it;"
                            + " the cache may be damaged: remove that folder, and the next start trains another one",
                    crashed);
            said = true;
        }
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
            source = BootFrom.Source.OWN;
        }
    }

    /** No worker boots any more. */
    @Override
    public synchronized void close() {
        closed = true;
        release();
    }
}
