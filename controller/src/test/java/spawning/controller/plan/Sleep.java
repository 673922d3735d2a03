// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.plan;

/** Until when the controller, or the whole machine of a simulated world, stands still. Times are nanoseconds. */
final class Sleep {
    private long controllerUntil;
    private long machineUntil;
    private long ranBefore;

    /** How long the machine has run, without the time for which it was suspended. */
    long machineTime(long now) {
        return ranBefore + Math.max(0, now - machineUntil);
    }

    /** 0 if it runs. */
    long untilMachineRuns(long now) {
        return Math.max(0, machineUntil - now);
    }

    /** When the controller goes on, or went on. */
    long controllerUntil() {
        return controllerUntil;
    }

    void ofController(long now, long length) {
        controllerUntil = Math.max(controllerUntil, now + length);
    }

    void ofMachine(long now, long length) {
        ranBefore = machineTime(now);
        machineUntil = Math.max(machineUntil, now + length);
        controllerUntil = Math.max(controllerUntil, machineUntil);
    }
}
