// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.fairness;

import java.nio.file.Path;
import java.util.List;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Gunicorn;
import spawning.benchmarks.contender.Puma;
import spawning.benchmarks.contender.Spawning;
import spawning.benchmarks.contender.Spawning.Application;
import spawning.benchmarks.contender.Spawning.Heap;

/** Those with several workers that keep connections alive, each with four. */
public final class FairnessContenders {
    private static final int WORKERS = 4;

    private FairnessContenders() {}

    public static List<Contender> of(Path home) {
        return List.of(
                spawning("spawning-t4", home, 4),
                spawning("spawning-t0", home, 0),
                new Gunicorn("gevent", home, WORKERS),
                new Puma(home, WORKERS));
    }

    /** With the heap that it reckons itself. */
    public static Spawning spawning(String name, Path home, int threads) {
        return new Spawning(name, home, Application.WSGI, WORKERS, threads, Heap.RECKONED, false, List.of());
    }
}
