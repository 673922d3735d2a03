// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Fate.MILLI;

import java.util.ArrayList;
import java.util.List;

/** A worker process of a simulation: lives its fate and sends what a real one would, while it is not frozen. */
final class SimulatedWorker {
    static final String STUCK = "stuck in GET /slow";

    private final SimulatedWorld world;
    private final long id;
    private final Fate fate;
    private final Pulse pulse = new Pulse();
    private final List<Runnable> missed = new ArrayList<>();
    private Phase phase = Phase.NO_PROCESS;
    private boolean frozen;
    private boolean reaped;
    private boolean accepts;
    private long ranBefore;
    private long moreRequests;
    private boolean stuck;
    private long moreBytes;

    private enum Phase {
        NO_PROCESS,
        BOOTING,
        UP,
        DRAINING,
        DEAD
    }

    SimulatedWorker(SimulatedWorld world, long id, Fate fate) {
        this.world = world;
        this.id = id;
        this.fate = fate;
    }

    /** One that is dead already. */
    static SimulatedWorker nobody(SimulatedWorld world) {
        return new SimulatedWorker(world, 0, Fate.good(0));
    }

    void begin() {
        if (!fate.spawns()) {
            world.tell(fate.answer(), new Happening.SpawnFailed(id, "Cannot allocate memory"));
            return;
        }
        world.tell(fate.answer(), new Happening.WorkerSpawned(id, (int) (1000 + id)));
        world.after(fate.answer(), this::live);
    }

    private void live() {
        phase = Phase.BOOTING;
        pulse.go(world.machineTime());
        later(fate.boot(), this::boot);
        Habits habits = fate.habits();
        if (habits.freezeAfter() >= 0) {
            world.after(habits.freezeAfter(), () -> freeze(habits.freezeFor()));
        }
    }

    /** What the process itself does: not while it, or its machine, stands still. */
    private void later(long delay, Runnable what) {
        world.after(delay, () -> act(what));
    }

    private void act(Runnable what) {
        if (frozen) {
            missed.add(what);
        } else if (world.untilMachineRuns() > 0) {
            later(world.untilMachineRuns(), what);
        } else {
            what.run();
        }
    }

    /** @param length negative is for ever */
    void freeze(long length) {
        if (frozen || !hasBoard() || phase == Phase.DEAD) {
            return;
        }
        frozen = true;
        pulse.stop(world.machineTime());
        if (length >= 0) {
            world.after(length, this::goOn);
        }
    }

    void goOn() {
        if (frozen && phase != Phase.DEAD) {
            frozen = false;
            pulse.go(world.machineTime());
            List<Runnable> now = List.copyOf(missed);
            missed.clear();
            now.forEach(this::act);
        }
    }

    boolean isFrozen() {
        return frozen && phase != Phase.DEAD;
    }

    /** Whether nobody may take it for hung. */
    boolean moves() {
        return phase != Phase.DEAD && pulse.moves(world.machineTime());
    }

    long id() {
        return id;
    }

    /** Whether there is a process that the controller has not reaped yet. */
    boolean hasBoard() {
        return phase != Phase.NO_PROCESS && !reaped;
    }

    void reap() {
        reaped = true;
    }

    Sight sight() {
        long time = world.machineTime();
        long served =
                accepts ? (pulse.ran(time) - ranBefore) / MILLI * fate.habits().requests() / 1000 : 0;
        return new Sight(id, pulse.beats(time), served + moreRequests);
    }

    /** None when it is dead. */
    long bytes() {
        long leaked = pulse.ran(world.machineTime()) / MILLI * fate.habits().leak() / 1000;
        return phase == Phase.DEAD ? 0 : fate.habits().bytes() + leaked + moreBytes;
    }

    void grow(long bytes) {
        moreBytes += bytes;
    }

    /** From now on it has clients. */
    void accept() {
        accepts = true;
        ranBefore = pulse.ran(world.machineTime());
    }

    void serveMany(long requests) {
        moreRequests += accepts ? requests : 0;
    }

    void getStuck() {
        if (!stuck) {
            stuck = true;
            sayStuck();
        }
    }

    /** Again and again, for one that says nothing more is well. */
    private void sayStuck() {
        if (phase == Phase.UP) {
            act(() -> say(new Happening.WorkerStuck(id, STUCK)));
            later(5 * Fate.SECOND, this::sayStuck);
        }
    }

    private void boot() {
        if (phase != Phase.BOOTING) {
            return;
        }
        switch (fate.bootEnd()) {
            case READY -> comeUp(true);
            case READY_IS_LOST -> comeUp(false);
            case EXITS -> exit(1, "exit code 1");
            case SAYS_FAILED_AND_EXITS -> {
                say(new Happening.WorkerFailed(id, "ClassNotFoundException: com.acme.Shop"));
                exit(1, "exit code 1");
            }
            case SAYS_FAILED_AND_STAYS -> say(new Happening.WorkerFailed(id, "it says so, and stays"));
            case HANGS -> {} // it says nothing, ever
        }
    }

    private void comeUp(boolean heard) {
        phase = Phase.UP;
        if (heard) {
            say(new Happening.WorkerReady(id));
        }
        if (fate.crash() >= 0) {
            later(fate.crash(), this::crash);
        }
        if (fate.retire() >= 0) {
            later(fate.retire(), () -> askToRetire("SIGTERM"));
        }
        if (fate.habits().stuckAfter() >= 0) {
            later(fate.habits().stuckAfter(), this::getStuck);
        }
    }

    void askToRetire(String why) {
        if (phase == Phase.UP || phase == Phase.BOOTING) {
            act(() -> say(new Happening.WorkerRetiring(id, why)));
        }
    }

    void becomeUnreachable() {
        if (phase == Phase.UP || phase == Phase.BOOTING || phase == Phase.DRAINING) {
            world.tell(MILLI, new Happening.WorkerUnreachable(id));
        }
    }

    /** Says what no worker should say in its state; that it is ready only if it was. */
    void babble() {
        if (phase != Phase.NO_PROCESS) {
            world.tell(0, new Happening.WorkerDrained(id));
            world.tell(0, new Happening.WorkerRetiring(id, "babble"));
        }
        if (phase == Phase.UP || phase == Phase.DRAINING) {
            world.tell(0, new Happening.WorkerReady(id));
            world.tell(0, new Happening.WorkerFailed(id, "babble"));
        }
    }

    void crash() {
        if (phase != Phase.NO_PROCESS) {
            exit(-9, "signal 9 (KILL)");
        }
    }

    void drain(Action.Drain order) {
        act(() -> obey(order));
    }

    private void obey(Action.Drain order) {
        boolean deaf = phase == Phase.BOOTING && fate.bootEnd() == Fate.BootEnd.HANGS;
        if (phase == Phase.DEAD || deaf) {
            return;
        }
        phase = Phase.DRAINING;
        switch (fate.drainEnd()) {
            case CLEAN -> {
                later(fate.drain(), () -> say(new Happening.WorkerDrained(id)));
                later(fate.drain() + 1, () -> exit(0, "exit code 0"));
            }
            case SILENT -> later(fate.drain(), () -> exit(0, "exit code 0"));
            case FAILS -> later(fate.drain(), () -> exit(1, "exit code 1"));
            case HALTS_AT_LIMIT -> later(order.limit().toNanos(), () -> exit(70, "exit code 70"));
            case HANGS -> {} // until it is killed
        }
    }

    void kill() {
        world.after(fate.death(), () -> exit(-9, "signal 9 (KILL)"));
    }

    private void exit(int code, String ending) {
        if (phase != Phase.DEAD) {
            phase = Phase.DEAD;
            if (!frozen) {
                pulse.stop(world.machineTime());
            }
            world.tell(1, new Happening.WorkerExited(id, code, ending));
            if (fate.chatter()) {
                world.tell(fate.lag() + 2, new Happening.WorkerExited(id, code, ending));
            }
        }
    }

    private void say(Happening message) {
        world.tell(fate.lag(), message);
        if (fate.chatter()) {
            world.tell(2 * fate.lag() + 1, message);
        }
    }
}
