// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

import static spawning.controller.plan.Fate.MILLI;

/** A worker process of a simulation: lives its fate and sends what a real one would. */
final class SimulatedWorker {
    private final SimulatedWorld world;
    private final long id;
    private final Fate fate;
    private Phase phase = Phase.NO_PROCESS;

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
        world.after(fate.answer(), () -> phase = Phase.BOOTING);
        world.after(fate.answer() + fate.boot(), this::boot);
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
            world.after(fate.crash(), this::crash);
        }
        if (fate.retire() >= 0) {
            world.after(fate.retire(), this::askToRetire);
        }
    }

    void askToRetire() {
        if (phase == Phase.UP || phase == Phase.BOOTING) {
            say(new Happening.WorkerRetiring(id, "SIGTERM"));
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
        boolean deaf = phase == Phase.BOOTING && fate.bootEnd() == Fate.BootEnd.HANGS;
        if (phase == Phase.DEAD || deaf) {
            return;
        }
        phase = Phase.DRAINING;
        switch (fate.drainEnd()) {
            case CLEAN -> {
                world.after(fate.drain(), () -> say(new Happening.WorkerDrained(id)));
                world.after(fate.drain() + 1, () -> exit(0, "exit code 0"));
            }
            case SILENT -> world.after(fate.drain(), () -> exit(0, "exit code 0"));
            case FAILS -> world.after(fate.drain(), () -> exit(1, "exit code 1"));
            case HALTS_AT_LIMIT -> world.after(order.limit().toNanos(), () -> exit(70, "exit code 70"));
            case HANGS -> {} // until it is killed
        }
    }

    void kill() {
        world.after(fate.death(), () -> exit(-9, "signal 9 (KILL)"));
    }

    private void exit(int code, String ending) {
        if (phase != Phase.DEAD) {
            phase = Phase.DEAD;
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
