// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process in which an AOT cache is recorded: a worker that nobody talks to but itself. For each settings file that it
 * is given it does, in this JVM, all that a worker does from boot to drain; the recording JVM writes down which classes
 * that took and how its code ran. Its variable {@value #VARIABLE} tells an application that this is no service.
 */
public final class TrainingMain {
    /** Has the value 1 here, and does not exist in workers. */
    static final String VARIABLE = "SPAWNING_TRAINING";

    private static final Logger log = LoggerFactory.getLogger(TrainingMain.class);

    private TrainingMain() {}

    /** Started by the controller with paths of settings files; exit code 0 when each was served. */
    public static void main(String[] args) {
        StandardStreams.keepOpen();
        WorkerExit exit = WorkerExit.DRAINED;
        try {
            for (String settings : args) {
                exit = new Rehearsal(Path.of(settings)).run();
            }
        } catch (Throwable e) {
            log.error("the training failed", e);
            exit = WorkerExit.FAILED;
        }
        WorkerLogging.flush();
        System.exit(exit.code());
    }
}
