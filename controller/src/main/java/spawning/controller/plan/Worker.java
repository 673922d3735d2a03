// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import java.time.Duration;

/** A worker as the controller sees it. All times are monotonic nanoseconds. */
final class Worker {
    /** The golden ratio in 63 bits: its multiples spread evenly (Knuth, The Art of Computer Programming, 6.4). */
    private static final long SPREAD = 0x4F1BBCDCBFA53E0BL;

    /** A worker says every five seconds that a request of it does not end; who does not is well again. */
    private static final long STUCK_HOLDS = 12_000_000_000L;

    private final long id;
    private final int slot;
    private final Generation generation;
    private WorkerState state = WorkerState.STARTING;
    private long since;
    private int pid;
    private boolean served;
    private Tenure tenure = Tenure.STAYS;
    private boolean endedWell = true;
    private boolean timed;
    private boolean excused;
    private long deadline;
    private Action.Drain drainOrder;
    private String killReason = "";
    private boolean killEvidence;
    private String cycledBecause = "";
    private boolean keepsPlace;
    private String stuckBy = "";
    private long stuckAt;
    private boolean lost;
    private final Heart heart;

    /** How long it may stay. */
    private enum Tenure {
        STAYS,
        /** Until its replacement is ready, as it asked to. */
        RETIRING,
        /** No longer, replacement or not. */
        CYCLED
    }

    Worker(long id, int slot, Generation generation, long now) {
        this.id = id;
        this.slot = slot;
        this.generation = generation;
        this.since = now;
        this.heart = new Heart(now);
        this.drainOrder = new Action.Drain(id, Duration.ZERO, false);
    }

    long id() {
        return id;
    }

    int slot() {
        return slot;
    }

    Generation generation() {
        return generation;
    }

    WorkerState state() {
        return state;
    }

    boolean is(WorkerState wanted) {
        return state == wanted;
    }

    /** When it came into its state. */
    long since() {
        return since;
    }

    void become(WorkerState next, long now) {
        served |= next == WorkerState.READY;
        state = next;
        since = now;
        heart.begin(now);
        timed = false;
        excused = false;
    }

    /** Whether the shell has answered the spawn: orders make sense only from then on. */
    boolean hasProcess() {
        return pid != 0;
    }

    /** 0 until it is known. */
    int pid() {
        return pid;
    }

    void notePid(int known) {
        if (pid == 0) {
            pid = known;
        }
    }

    /** Whether it was ready once, so that it may hold requests. */
    boolean served() {
        return served;
    }

    /** Whether it is to be replaced. */
    boolean retiring() {
        return tenure != Tenure.STAYS;
    }

    void retire() {
        tenure = Tenure.RETIRING;
    }

    /** Whether it is to drain without waiting for a replacement. */
    boolean cycled() {
        return tenure == Tenure.CYCLED;
    }

    /** Why it is cycled; empty if it is not. */
    String cycledBecause() {
        return cycledBecause;
    }

    void cycle(String why) {
        tenure = Tenure.CYCLED;
        cycledBecause = why;
    }

    /** As {@link #cycle}, and nobody takes its place before its process has ended, for there is no room for two. */
    void leaveFirst(String why) {
        cycle(why);
        keepsPlace = true;
    }

    /** Whether its replacement has to wait for the end of its process. */
    boolean keepsPlace() {
        return keepsPlace;
    }

    /** Its end has become too uncertain to wait for. */
    void giveUpPlace() {
        keepsPlace = false;
    }

    /** What request of it does not end; empty if all do, or have done so since it was said. */
    String stuckBy(long now) {
        return now - stuckAt > STUCK_HOLDS ? "" : stuckBy;
    }

    void isStuck(String reason, long now) {
        stuckBy = reason;
        stuckAt = now;
    }

    Heart heart() {
        return heart;
    }

    /** Its own share of a limit, 90 to 100 %, so that workers started at the same time do not reach it at the same time. */
    long own(long limit) {
        long tenth = limit / 10;
        return tenth == 0 ? limit : limit - Math.floorMod(id * SPREAD, tenth + 1);
    }

    /** Whether its exit code was 0; true while it lives. */
    boolean endedWell() {
        return endedWell;
    }

    void noteExit(int exitCode) {
        endedWell = exitCode == 0;
    }

    /** Notes that it is lost against our will; false if that was known. */
    boolean noteLost() {
        boolean first = !lost;
        lost = true;
        return first;
    }

    /** Limits the time in the present state. */
    void limit(long until) {
        timed = true;
        deadline = until;
    }

    void unlimit() {
        timed = false;
    }

    boolean timed() {
        return timed;
    }

    /** When its state has lasted too long; means nothing unless {@link #timed()}. */
    long deadline() {
        return deadline;
    }

    boolean overdue(long now) {
        return timed && now - deadline >= 0;
    }

    /** Once a state, a deadline that is due before {@code until} moves there. */
    void excuse(long until) {
        boolean killable = state == WorkerState.STARTING || state == WorkerState.DRAINING;
        if (timed && killable && !excused && until - deadline > 0) {
            excused = true;
            deadline = until;
        }
    }

    /** Remembers how it is to drain. */
    void planDrain(Duration limit, boolean last) {
        drainOrder = new Action.Drain(id, limit, last);
    }

    Action.Drain drainOrder() {
        return drainOrder;
    }

    void planKill(String reason, boolean evidence) {
        killReason = reason;
        killEvidence = evidence;
    }

    Action.Kill killOrder() {
        return new Action.Kill(id, killReason, killEvidence);
    }

    /** What others are told of it. */
    Standing.OfWorker standing() {
        return new Standing.OfWorker(id, slot, pid, generation.number(), state, since, retiring());
    }

    /** As a line of the log begins: {@code worker 3 pid 812 gen 7}. */
    String label() {
        String process = pid == 0 ? "" : " pid " + pid;
        return "worker " + slot + process + " gen " + generation.number();
    }

    /** As a sentence names it: {@code worker 3 (pid 812, generation 7)}. */
    @Override
    public String toString() {
        String process = pid == 0 ? "" : "pid " + pid + ", ";
        return "worker " + slot + " (" + process + "generation " + generation.number() + ")";
    }
}
