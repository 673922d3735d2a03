// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.benchmarks.reload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import spawning.benchmarks.Workload;
import spawning.benchmarks.contender.Contender;
import spawning.benchmarks.contender.Contenders;
import spawning.benchmarks.contender.Gunicorn;
import spawning.benchmarks.contender.Puma;
import spawning.benchmarks.contender.Spawning;

/** Those that replace their workers at a signal, each with two. */
public final class ReloadContenders {
    private static final String WARM_UP = "--warmup";

    private ReloadContenders() {}

    public static List<Contender> of(Path home) {
        List<Contender> contenders = new ArrayList<>();
        for (String name : List.of("spawning-t0", "spawning-t4")) {
            contenders.add(Contenders.named(home, name));
            if (Spawning.knows(home, WARM_UP)) {
                contenders.add(warmedUp(home, name));
            }
        }
        contenders.add(new Gunicorn("gevent", home, 2));
        contenders.add(new Puma(home, 2));
        return List.copyOf(contenders);
    }

    /** That contender, with its workers warmed up before they accept where this tree can do that. */
    public static Spawning warmedUp(Path home, String name) {
        Spawning spawning = (Spawning) Contenders.named(home, name);
        return Spawning.knows(home, WARM_UP)
                ? spawning.with("-warmup", List.of(WARM_UP, Workload.HELLO.path()))
                : spawning;
    }
}
