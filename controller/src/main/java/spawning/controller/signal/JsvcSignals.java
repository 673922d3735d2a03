// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.controller.signal;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spawning.controller.posix.PosixException;
import spawning.controller.posix.Signal;

/**
 * Takes back from jsvc what it takes when its service has started: it sets handlers of its own for HUP, USR1, USR2, TERM
 * and INT, in this order (jsvc-unix.c of Commons Daemon 1.5.1). With its handler a HUP means to stop and start a new JVM,
 * and USR1 opens its output files again, but not the files of the workers. TERM and INT stay its own, for they lead to the
 * stop of the service, and so does USR2.
 */
public final class JsvcSignals {
    private static final Logger log = LoggerFactory.getLogger(JsvcSignals.class);
    private static final List<ControllerSignal> OURS = List.of(ControllerSignal.HUP, ControllerSignal.USR1);

    /** The last that it takes. */
    private static final Signal LAST = Signal.INT;

    /** Nobody tells of a change of a handler, so it has to be looked for. */
    private static final Duration LOOK = Duration.ofMillis(2);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final long before;

    private JsvcSignals(long before) {
        this.before = before;
    }

    /** Looks at the handlers of this process; to be called before jsvc sets its own. */
    public static JsvcSignals beforeJsvc() {
        return new JsvcSignals(handler());
    }

    private static long handler() {
        try {
            return LAST.handler();
        } catch (PosixException e) {
            throw new IllegalStateException("the handler of " + LAST + " can always be asked for", e);
        }
    }

    /**
     * Waits until jsvc has set its handlers, half a minute at most, and takes HUP and USR1 from it.
     *
     * @param events as in {@link Signals#install}
     */
    public void take(Consumer<ControllerSignal> events) {
        long begun = System.nanoTime();
        try {
            while (handler() == before && System.nanoTime() - begun < LIMIT.toNanos()) {
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the thread that accompanies jsvc", e);
        }
        OURS.forEach(signal -> Signals.take(signal, events));
        log.info("below jsvc: HUP reloads and USR1 opens the log files again from here on");
    }
}
