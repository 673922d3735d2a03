// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.evidence;

/** How much is collected; each kind has what those before it have. */
public enum EvidenceKind {
    /** Nothing. */
    NONE,
    /** Stacks, requests in flight, memory, the last lines of the log, the JVM's own report of a crash. */
    BASIC,
    /** A flight recording, which workers make all the time. */
    JFR,
    /** A heap dump: as large as the heap, and the worker stands still for it. */
    HEAP
}
