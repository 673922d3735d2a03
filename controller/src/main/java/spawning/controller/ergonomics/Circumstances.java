// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.ergonomics;

/**
 * What decides about the flags of a worker JVM.
 *
 * @param memory of all processes together, beyond which the kernel ends one
 * @param cores that all processes together may use; 1 or more
 * @param workers that serve at once; 1 or more
 * @param surge workers that live beside them in a reload; 1 or more
 * @param standby workers that wait beside them, ready; 0 or more
 * @param threads that run the application in each; 0: green threads
 * @param web whether they serve a web application, on Jetty
 * @param developing whether somebody waits for the start of each of them
 * @param maxMemory of the instance, beyond which workers are replaced; in bytes, 0 is none
 * @param maxWorkerMemory beyond which a worker is replaced; in bytes, 0 is none
 * @param users what the user says, which wins
 */
public record Circumstances(
        Memory memory,
        int cores,
        int workers,
        int surge,
        int standby,
        int threads,
        boolean web,
        boolean developing,
        long maxMemory,
        long maxWorkerMemory,
        UsersFlags users) {
    public Circumstances {
        if (cores < 1 || workers < 1 || surge < 1) {
            throw new IllegalArgumentException(
                    "cores " + cores + ", workers " + workers + " and surge " + surge + " must be 1 or more");
        }
    }

    /** Workers that live at once, those that drain aside. */
    int most() {
        return all() + surge;
    }

    /** Workers that live at once when there is no reload. */
    int all() {
        return workers + standby;
    }
}
