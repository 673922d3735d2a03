// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of which generations a worker is being looked at, so that their folders stay for so long. Any thread. */
final class Examined {
    private final Map<Integer, Integer> underWay = new HashMap<>();
    private final Map<Integer, List<Runnable>> waiting = new HashMap<>();

    /** Somebody begins to look at a worker of it. */
    synchronized void begin(int generation) {
        underWay.merge(generation, 1, Integer::sum);
    }

    /** Somebody has done so. Runs what waited for it, on this thread. */
    void end(int generation) {
        takeReady(generation).forEach(Runnable::run);
    }

    private synchronized List<Runnable> takeReady(int generation) {
        int left = underWay.merge(generation, -1, Integer::sum);
        if (left > 0) {
            return List.of();
        }
        underWay.remove(generation);
        List<Runnable> ready = waiting.remove(generation);
        return ready == null ? List.of() : ready;
    }

    /** Runs it now, on this thread, if nobody looks at a worker of the generation, or else as soon as all have done so. */
    void afterwards(int generation, Runnable task) {
        if (isFree(generation, task)) {
            task.run();
        }
    }

    private synchronized boolean isFree(int generation, Runnable task) {
        if (!underWay.containsKey(generation)) {
            return true;
        }
        waiting.computeIfAbsent(generation, _ -> new ArrayList<>()).add(task);
        return false;
    }
}
