// Copyright (c) 2026 the Spawning authors. MIT licence: see LICENSE.
package spawning.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What signals mean to a worker: INT, HUP and USR1 nothing, for they are meant for the controller; TERM asks for a permit
 * to retire. They are handled, not set to SIG_IGN, which programs started by the application would inherit.
 *
 * <p>{@code sun.misc.Signal} is bound by reflection, for javac warns of it and the build allows no warning.
 */
final class WorkerSignals {
    private static final Logger log = LoggerFactory.getLogger(WorkerSignals.class);

    private static final Duration AGAIN = Duration.ofMillis(100);

    private WorkerSignals() {}

    /** Installs the handlers. {@code onTerm} runs on a thread of the JVM's own for each TERM. */
    static void install(Runnable onTerm) {
        handle("INT", () -> {});
        handle("HUP", () -> {});
        handle("USR1", () -> {});
        handle("TERM", () -> insist(onTerm));
    }

    /** The JVM itself sends TERM when memory has run out, once: nothing may be said before somebody has given some back. */
    static void insist(Runnable action) {
        while (true) {
            try {
                action.run();
                return;
            } catch (OutOfMemoryError e) {
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    WorkerSignals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        action.run();
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            handle.invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            // With -Xrs in the user's JVM options the JVM refuses these; the signal then has its default effect.
            log.warn("SIG{} cannot be handled: {}", name, String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
        }
    }
}
